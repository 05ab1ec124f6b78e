import { Link, Route, Routes, useParams } from 'react-router-dom';
import { PageContent } from '../../src/layout/PageContent';
import { screens } from './screens';
import { StatePage } from './StatePage';

/** Every screen in every state: a list of them, and an address for each. */
export function Gallery() {
  return (
    <Routes>
      <Route path="/" element={<Contents />} />
      <Route path="/:screen/:state" element={<StateRoute />} />
    </Routes>
  );
}

function StateRoute() {
  const { screen = '', state = '' } = useParams();
  const found = screens[screen]?.states[state];
  if (!found) return <Contents />;
  const address = `${screen}/${state}`;
  return <StatePage key={address} address={address} state={found} />;
}

function Contents() {
  return (
    <PageContent>
      <div style={{ columnWidth: 260, columnGap: 24, paddingTop: 16 }}>
        {Object.entries(screens).map(([screenId, { title, states }]) => (
          <section key={screenId} style={{ breakInside: 'avoid' }}>
            <h2 style={{ fontSize: 14, margin: '0 0 4px' }}>{title}</h2>
            <ul style={{ margin: '0 0 20px', paddingLeft: 18 }}>
              {Object.keys(states).map(stateId => (
                <li key={stateId}>
                  <Link
                    data-state={`${screenId}/${stateId}`}
                    to={`/gallery/${screenId}/${stateId}`}
                  >
                    {stateId.replace(/-/g, ' ')}
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </PageContent>
  );
}
