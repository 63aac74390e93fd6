// Runs before every other module of the app: the one Trusted Types policy must stand before any library is loaded.
import { installTrustedTypes } from '#renderer/capture/trusted-types.ts';

installTrustedTypes(window);
