// The fake kiosk checks its inputs with zod inside the page, where the policy forbids the code that zod would make.
import { z } from 'zod';

z.config({ jitless: true });
