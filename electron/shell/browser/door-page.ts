// The door's own two pages: a word of patience while the browser is led in, and a form for the code when a person opens the door.
import { createHash } from 'node:crypto';

const style = `body{margin:0;min-height:100vh;display:grid;place-items:center;background:#fbfaf7;color:#1d2b2b;font:20px/1.5 system-ui,sans-serif}
main{max-width:28rem;padding:2rem}h1{font-size:1.4rem;color:#0f5c5c}p[role=alert]{color:#a32020}
input{font:28px/1 ui-monospace,monospace;padding:.5rem;width:100%;box-sizing:border-box;text-transform:uppercase;border:2px solid #0f5c5c;border-radius:12px}
button{margin-top:1rem;min-height:56px;padding:0 2rem;font:inherit;color:#fff;background:#0f5c5c;border:0;border-radius:12px}`;

const styleHash = createHash('sha256').update(style).digest('base64');

/** No script at all, and the form may go nowhere but here. */
export const doorPagePolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style><main>${body}</main></html>`;
}

export const openingPage = page(
  'Pravesh',
  '<h1>The kiosk is opening …</h1><p lang="hi">कियोस्क खुल रहा है …</p>',
);

export type CodePageProblem =
  | { readonly kind: 'wrong'; readonly triesLeft: number }
  | { readonly kind: 'no-code' };

export function codePage(problem: CodePageProblem | null): string {
  return page(
    'Pravesh',
    `<h1>Type the code shown where the kiosk was started</h1><p lang="hi">वह कोड लिखें जो कियोस्क शुरू करने की जगह दिख रहा है</p>
${problem === null ? '' : `<p role="alert">${textOf(problem)}</p>`}
<form method="post" action="/enter"><label for="code">Code</label>
<input id="code" name="code" autocomplete="off" autofocus required maxlength="16" spellcheck="false">
<button>Open the kiosk</button></form>`,
  );
}

function textOf(problem: CodePageProblem): string {
  if (problem.kind === 'wrong' && problem.triesLeft > 0) {
    return `That is not the code. It can be tried ${problem.triesLeft} more ${problem.triesLeft === 1 ? 'time' : 'times'}.`;
  }
  return 'That code no longer works. A new one is shown where the kiosk was started.';
}
