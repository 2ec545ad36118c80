/** The encryption of personal data: age, https://age-encryption.org. */
export const loadAge: () => Promise<typeof import("age-encryption")>;
