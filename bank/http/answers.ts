// Describes the problem answers of every route for the OpenAPI document.
import { problemSchema } from '#core/contract/bank/problem.ts';

const problemContent = { content: { 'application/problem+json': { schema: problemSchema } } };

export const problemAnswers = {
  '4xx': { description: 'Refused: see kind', ...problemContent },
  '5xx': { description: 'Not now: see kind', ...problemContent },
};
