export { exampleUsersAuthModule as default } from './module';
