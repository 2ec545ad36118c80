// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @notice Why a transfer is refused. The number is the ERC-1404 code, and the order is the order of the questions, with the one exception
/// that is marked: the first reason that applies is the answer.
enum Restriction {
    None,
    NotIssued,
    Redeemed,
    ClosedWindow, // T-1
    NotDesignated, // T-3
    SenderUnknown,
    SenderSuspended,
    ReceiverUnknown,
    ReceiverSuspended,
    SelfTransfer,
    NotThroughDealer, // T-2
    IssuerMayOnlyCancel,
    IssuerOutsidePurchaseWindow, // P-6
    InsufficientBalance,
    InsufficientUnfrozen,
    Accelerated // D-1; asked after Redeemed, and numbered last because the codes before are fixed
}
