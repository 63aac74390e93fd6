// The words the record has for a picture that was taken although it falls short, after it was turned down twice. Written by the
// main process alone.

export const acceptedFlags = { blurred: 'accepted-blurred', glare: 'accepted-glare' } as const;

export const isAcceptedFlag = (flag: string): boolean => Object.values<string>(acceptedFlags).includes(flag);
