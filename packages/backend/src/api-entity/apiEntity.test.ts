import { apiEntityV1alpha1Validator } from '@backstage/catalog-model';
import { apiEntity } from './apiEntity';

it('is an API of the catalog that has the whole document', async () => {
  const entity = await apiEntity();

  expect(await apiEntityV1alpha1Validator.check(entity)).toBe(true);
  const { openapi, paths } = JSON.parse(entity.spec.definition);
  expect(openapi).toBe('3.1.0');
  expect(paths).toHaveProperty('/v1/runs');
});
