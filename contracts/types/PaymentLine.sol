// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @notice Where one holder's payment stands [P-7]. Open means due and not yet instructed.
enum LineState {
    None,
    Open,
    Instructed,
    Settled,
    Failed
}

/// @notice One holder on one payment date, as fixed: bits 0-19 bonds, 20-27 tax class, 28-30 state, 31 whether another person is entitled to the
/// amount [P-3]. Eight lines share a storage slot; with the terms, these 32 bits determine every amount of the line.
type PaymentLine is uint32;

using {lineBonds, lineTaxClass, lineState, isRedirected, withLineState, withRedirected} for PaymentLine global;

/// @dev The tax class of the issuer's own bonds: listed, with nothing due [P-6].
uint8 constant OWN_BONDS = type(uint8).max;

uint32 constant REDIRECTED = 1 << 31;

/// @dev How many lines share a storage slot.
uint256 constant LINES_PER_SLOT = 8;

function newPaymentLine(uint256 bonds, uint8 taxClass) pure returns (PaymentLine) {
    return PaymentLine.wrap(uint32(bonds | (uint256(taxClass) << 20) | (uint256(LineState.Open) << 28)));
}

function lineBonds(PaymentLine line) pure returns (uint256) {
    return PaymentLine.unwrap(line) & 0xfffff;
}

function lineTaxClass(PaymentLine line) pure returns (uint8) {
    return uint8(PaymentLine.unwrap(line) >> 20);
}

function lineState(PaymentLine line) pure returns (LineState) {
    return LineState((PaymentLine.unwrap(line) >> 28) & 7);
}

/// @notice Whether the amount is due to another person than the holder whose line it is [P-3].
function isRedirected(PaymentLine line) pure returns (bool) {
    return PaymentLine.unwrap(line) & REDIRECTED != 0;
}

function withLineState(PaymentLine line, LineState state) pure returns (PaymentLine) {
    return PaymentLine.wrap((PaymentLine.unwrap(line) & 0x8fffffff) | (uint32(state) << 28));
}

function withRedirected(PaymentLine line) pure returns (PaymentLine) {
    return PaymentLine.wrap(PaymentLine.unwrap(line) | REDIRECTED);
}
