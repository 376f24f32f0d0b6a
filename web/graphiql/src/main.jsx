import './workers.js';
import { GraphiQL } from 'graphiql';
import 'graphiql/style.css';
import { createRoot } from 'react-dom/client';
import { fetcher } from './fetcher.js';
import { LoginNote } from './LoginNote.jsx';
import { accessToken, askAgain } from './session.js';
import './page.css';
import welcome from './welcome.graphql';

function Page() {
  return (
    <>
      <LoginNote />
      <GraphiQL fetcher={fetcher} defaultQuery={welcome}>
        <GraphiQL.Logo>
          <a className="home-link" href="/">
            Onefold
          </a>
        </GraphiQL.Logo>
      </GraphiQL>
    </>
  );
}

/** The reader may come back from having logged in elsewhere. A failure shows at the next query. */
function renew() {
  askAgain();
  accessToken().catch(() => undefined);
}

window.addEventListener('focus', renew);
createRoot(document.getElementById('graphiql')).render(<Page />);
