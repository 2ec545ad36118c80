// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Restriction} from "../types/Restriction.sol";

/// @title What each restriction code means, for people (ERC-1404)
library RestrictionText {
    /// @notice The name of the reason, a colon, and a sentence; code 0 and unknown codes say so.
    function messageFor(uint8 code) internal pure returns (string memory) {
        if (code > uint8(type(Restriction).max)) return "Unknown code";
        return _text(Restriction(code));
    }

    function _text(Restriction reason) private pure returns (string memory) {
        if (reason == Restriction.None) return "Allowed";
        if (reason == Restriction.NotIssued) return "NotIssued: the bond is not issued yet";
        if (reason == Restriction.Redeemed) return "Redeemed: no bond is left";
        if (reason == Restriction.ClosedWindow) return "ClosedWindow: nobody transfers just before and on a payment date [T-1]";
        if (reason == Restriction.NotDesignated) return "NotDesignated: the issuer does not designate this way of transfer [T-3]";
        if (reason == Restriction.SenderUnknown) return "SenderUnknown: the sender has no open account";
        if (reason == Restriction.SenderSuspended) return "SenderSuspended: the sender's account is suspended";
        if (reason == Restriction.ReceiverUnknown) return "ReceiverUnknown: the receiver has no open account";
        if (reason == Restriction.ReceiverSuspended) return "ReceiverSuspended: the receiver's account is suspended";
        if (reason == Restriction.SelfTransfer) return "SelfTransfer: sender and receiver are the same account";
        if (reason == Restriction.NotThroughDealer) return "NotThroughDealer: a holder may transfer only to the dealer [T-2]";
        if (reason == Restriction.IssuerMayOnlyCancel) return "IssuerMayOnlyCancel: the issuer may only cancel its own bonds [P-6]";
        if (reason == Restriction.IssuerOutsidePurchaseWindow) return "IssuerOutsidePurchaseWindow: the issuer may not purchase on this day [P-6]";
        if (reason == Restriction.InsufficientBalance) return "InsufficientBalance: the sender holds fewer bonds";
        if (reason == Restriction.InsufficientUnfrozen) return "InsufficientUnfrozen: the sender's unfrozen bonds are fewer";
        return "Accelerated: the bond fell due before its time, and nothing moves any more [D-1]";
    }
}
