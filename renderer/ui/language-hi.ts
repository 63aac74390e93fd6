// Hindi's texts, loaded when Hindi is chosen.
import app from '../../resources/languages/hi/app.json' with { type: 'json' };
import capture from '../../resources/languages/hi/capture.json' with { type: 'json' };
import refusals from '../../resources/languages/hi/refusals.json' with { type: 'json' };
import steps from '../../resources/languages/hi/steps.json' with { type: 'json' };
import words from '../../resources/languages/hi/words.json' with { type: 'json' };

export const hindi = { app, capture, refusals, steps, words };
