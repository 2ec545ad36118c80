// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @notice What an account is to the bond.
enum AccountKind {
    None,
    Investor,
    Dealer,
    Issuer
}

/// @notice Where an account stands. Suspended accounts keep what they own; a closed account was replaced by a new key.
enum AccountStatus {
    None,
    Active,
    Suspended,
    Closed
}

/// @notice Everything that a transfer must know of an account, in one storage slot:
/// bits 0-23 bonds, 24-47 frozen bonds, 48-50 kind, 51 burned, 52-55 status, 56-63 tax class, 64-87 number in the register,
/// 88-95 how many readings of the register had passed when the word was last brought up to date, and from bit 96 the bonds at the
/// readings of the current group of eight, 20 bits each. The register is read at record days [P-3] and on meeting days [M-3], and the readings
/// are numbered together in the order of time. Older groups are filed elsewhere, so that a holding is written again only when it first changes
/// after a reading. Redemption only marks the bonds as burned: what was held at the readings stays readable, and nothing needs filing. Burned
/// bonds are no longer frozen, and bits 24-47 then say how many readings had passed before they burned.
/// A group in which nothing changed is not filed: what was held then is what the next group that was written begins with.
type AccountWord is uint256;

using {
    bonds,
    held,
    frozen,
    unfrozen,
    kind,
    status,
    taxClass,
    number,
    readingsPassed,
    bondsAtReading,
    plusBonds,
    minusBonds,
    withFrozen,
    withBurned,
    isBurnedBefore,
    withStatus,
    withTaxClass,
    withReadings,
    isFiled,
    isActive,
    isKind
} for AccountWord global;

/// @dev How many readings' holdings fit into the word.
uint256 constant READINGS_PER_WORD = 8;

/// @dev Readings are numbered in 8 bits.
uint256 constant MOST_READINGS = 255;

/// @dev One in each of the eight places for a reading.
uint256 constant EVERY_READING = (((1 << (20 * READINGS_PER_WORD)) - 1) / MASK_20) << 96;

/// @dev Stands where a word will be filed, so that the filing costs no new slot.
AccountWord constant PREPARED = AccountWord.wrap(1);

uint256 constant MASK_24 = 0xffffff;
uint256 constant MASK_20 = 0xfffff;
uint256 constant MASK_8 = 0xff;
uint256 constant MASK_4 = 0xf;
uint256 constant MASK_3 = 0x7;
uint256 constant BURNED = 1 << 51;

/// @notice A fresh word of an account that holds nothing and had nothing at the `passed` readings before.
function newAccountWord(AccountKind kind_, uint8 taxClass_, uint256 number_, uint256 passed) pure returns (AccountWord) {
    return
        AccountWord.wrap(
            (uint256(kind_) << 48) | (uint256(AccountStatus.Active) << 52) | (uint256(taxClass_) << 56) | (number_ << 64) | (passed << 88)
        );
}

/// @notice The bonds that the word carries, burned or not.
function bonds(AccountWord word) pure returns (uint256) {
    return AccountWord.unwrap(word) & MASK_24;
}

/// @notice The bonds that the account has now: none once they are burned.
function held(AccountWord word) pure returns (uint256) {
    return AccountWord.unwrap(word) & BURNED == 0 ? word.bonds() : 0;
}

function frozen(AccountWord word) pure returns (uint256) {
    return AccountWord.unwrap(word) & BURNED == 0 ? (AccountWord.unwrap(word) >> 24) & MASK_24 : 0;
}

/// @notice The bonds that are not frozen; zero when more is frozen than held.
function unfrozen(AccountWord word) pure returns (uint256) {
    uint256 all = word.bonds();
    uint256 frozen_ = word.frozen();
    unchecked {
        return all > frozen_ ? all - frozen_ : 0;
    }
}

function kind(AccountWord word) pure returns (AccountKind) {
    return AccountKind((AccountWord.unwrap(word) >> 48) & MASK_3);
}

function status(AccountWord word) pure returns (AccountStatus) {
    return AccountStatus((AccountWord.unwrap(word) >> 52) & MASK_4);
}

function isActive(AccountWord word) pure returns (bool) {
    return AccountWord.unwrap(word) & (MASK_4 << 52) == uint256(AccountStatus.Active) << 52;
}

function isKind(AccountWord word, AccountKind kind_) pure returns (bool) {
    return AccountWord.unwrap(word) & (MASK_3 << 48) == uint256(kind_) << 48;
}

function taxClass(AccountWord word) pure returns (uint8) {
    return uint8(AccountWord.unwrap(word) >> 56);
}

function number(AccountWord word) pure returns (uint256) {
    return (AccountWord.unwrap(word) >> 64) & MASK_24;
}

function readingsPassed(AccountWord word) pure returns (uint256) {
    return (AccountWord.unwrap(word) >> 88) & MASK_8;
}

/// @notice The bonds at reading `index` (from 1) of the group that the word carries, or that was filed.
function bondsAtReading(AccountWord word, uint256 index) pure returns (uint256) {
    return (AccountWord.unwrap(word) >> readingShift(index)) & MASK_20;
}

/// @notice The word with `count` more bonds. The sum is at most the issue, 10^6, so it cannot leave its bits.
function plusBonds(AccountWord word, uint256 count) pure returns (AccountWord) {
    unchecked {
        return AccountWord.wrap(AccountWord.unwrap(word) + count);
    }
}

/// @notice The word with `count` fewer bonds. The caller has checked that it holds them.
function minusBonds(AccountWord word, uint256 count) pure returns (AccountWord) {
    unchecked {
        return AccountWord.wrap(AccountWord.unwrap(word) - count);
    }
}

function withFrozen(AccountWord word, uint256 frozen_) pure returns (AccountWord) {
    return AccountWord.wrap((AccountWord.unwrap(word) & ~(MASK_24 << 24)) | (frozen_ << 24));
}

/// @notice The word with its bonds, none of them frozen any more, burned after `readings` of the register.
function withBurned(AccountWord word, uint256 readings) pure returns (AccountWord) {
    return AccountWord.wrap(AccountWord.unwrap(word.withFrozen(readings)) | BURNED);
}

/// @notice Whether the bonds were burned before reading `index`.
function isBurnedBefore(AccountWord word, uint256 index) pure returns (bool) {
    return AccountWord.unwrap(word) & BURNED != 0 && index > (AccountWord.unwrap(word) >> 24) & MASK_24;
}

function withStatus(AccountWord word, AccountStatus status_) pure returns (AccountWord) {
    return AccountWord.wrap((AccountWord.unwrap(word) & ~(MASK_4 << 52)) | (uint256(status_) << 52));
}

function withTaxClass(AccountWord word, uint8 taxClass_) pure returns (AccountWord) {
    return AccountWord.wrap((AccountWord.unwrap(word) & ~(MASK_8 << 56)) | (uint256(taxClass_) << 56));
}

/// @notice The word after readings `first` to `last`, of one group, passed with the bonds that it now carries.
function withReadings(AccountWord word, uint256 first, uint256 last) pure returns (AccountWord) {
    unchecked {
        uint256 places = (1 << (readingShift(last) + 20)) - (1 << readingShift(first));
        uint256 cleared = AccountWord.unwrap(word) & ~(places | (MASK_8 << 88));
        return AccountWord.wrap(cleared | ((word.bonds() * EVERY_READING) & places) | (last << 88));
    }
}

/// @notice Whether this is a filed word, not an empty place or a prepared one: a word is filed only after a reading.
function isFiled(AccountWord word) pure returns (bool) {
    return word.readingsPassed() != 0;
}

/// @notice The first reading of a group, counted from 1.
function firstReadingOf(uint256 group) pure returns (uint256) {
    return group * READINGS_PER_WORD + 1;
}

/// @notice The group of eight to which reading `index` (from 1) belongs, counted from 0.
function groupOf(uint256 index) pure returns (uint256) {
    return (index - 1) / READINGS_PER_WORD;
}

function readingShift(uint256 index) pure returns (uint256) {
    return 96 + 20 * ((index - 1) % READINGS_PER_WORD);
}
