import Apartment from '@material-ui/icons/Apartment';
import BrokenImage from '@material-ui/icons/BrokenImage';
import Category from '@material-ui/icons/Category';
import Chat from '@material-ui/icons/Chat';
import CreateNewFolder from '@material-ui/icons/CreateNewFolder';
import Dashboard from '@material-ui/icons/Dashboard';
import Description from '@material-ui/icons/Description';
import Email from '@material-ui/icons/Email';
import Extension from '@material-ui/icons/Extension';
import FeaturedPlayList from '@material-ui/icons/FeaturedPlayList';
import GitHub from '@material-ui/icons/GitHub';
import Help from '@material-ui/icons/Help';
import LocationOn from '@material-ui/icons/LocationOn';
import Memory from '@material-ui/icons/Memory';
import MenuBook from '@material-ui/icons/MenuBook';
import OpenInNew from '@material-ui/icons/OpenInNew';
import People from '@material-ui/icons/People';
import Person from '@material-ui/icons/Person';
import Search from '@material-ui/icons/Search';
import Star from '@material-ui/icons/Star';
import StarBorder from '@material-ui/icons/StarBorder';
import Storage from '@material-ui/icons/Storage';
import Subject from '@material-ui/icons/Subject';
import Warning from '@material-ui/icons/Warning';
import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { IconBundleBlueprint } from '@backstage/plugin-app-react';

/** The icons that Backstage 1.55 itself registers as components, and warns about on every page. */
export const elementIcons = IconBundleBlueprint.make({
  name: 'elements',
  params: {
    icons: {
      brokenImage: <BrokenImage fontSize="inherit" />,
      catalog: <MenuBook fontSize="inherit" />,
      scaffolder: <CreateNewFolder fontSize="inherit" />,
      techdocs: <Subject fontSize="inherit" />,
      search: <Search fontSize="inherit" />,
      chat: <Chat fontSize="inherit" />,
      dashboard: <Dashboard fontSize="inherit" />,
      docs: <Description fontSize="inherit" />,
      email: <Email fontSize="inherit" />,
      github: <GitHub fontSize="inherit" />,
      group: <People fontSize="inherit" />,
      help: <Help fontSize="inherit" />,
      'kind:api': <Extension fontSize="inherit" />,
      'kind:component': <Memory fontSize="inherit" />,
      'kind:domain': <Apartment fontSize="inherit" />,
      'kind:group': <People fontSize="inherit" />,
      'kind:location': <LocationOn fontSize="inherit" />,
      'kind:system': <Category fontSize="inherit" />,
      'kind:user': <Person fontSize="inherit" />,
      'kind:resource': <Storage fontSize="inherit" />,
      'kind:template': <FeaturedPlayList fontSize="inherit" />,
      user: <Person fontSize="inherit" />,
      warning: <Warning fontSize="inherit" />,
      star: <Star fontSize="inherit" />,
      unstarred: <StarBorder fontSize="inherit" />,
      externalLink: <OpenInNew fontSize="inherit" />,
    },
  },
});

/** The portal's icons as elements. */
export const iconsModule = createFrontendModule({
  pluginId: 'app',
  extensions: [elementIcons],
});
