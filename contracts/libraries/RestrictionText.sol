// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Restriction} from "../types/Restriction.sol";

/// @title What each restriction code means, for people (ERC-1404)
library RestrictionText {
    /// @notice The sentence for `code`; an unknown code says so.
    function messageFor(uint8 code) internal pure returns (string memory) {
        if (code > uint8(type(Restriction).max)) return "Unknown code";
        return _text(Restriction(code));
    }

    function _text(Restriction reason) private pure returns (string memory) {
        if (reason == Restriction.None) return "Allowed";
        if (reason == Restriction.NotIssued) return "The bond is not issued yet";
        if (reason == Restriction.Redeemed) return "The bond is redeemed";
        if (reason == Restriction.ClosedWindow) return "Closed before and on a payment date [T-1]";
        if (reason == Restriction.NotDesignated) return "The issuer does not designate this way of transfer [T-3]";
        if (reason == Restriction.SenderUnknown) return "The sender has no open account";
        if (reason == Restriction.SenderSuspended) return "The sender's account is suspended";
        if (reason == Restriction.ReceiverUnknown) return "The receiver has no open account";
        if (reason == Restriction.ReceiverSuspended) return "The receiver's account is suspended";
        if (reason == Restriction.SelfTransfer) return "Sender and receiver are the same account";
        if (reason == Restriction.NotThroughDealer) return "A holder may transfer only to the dealer [T-2]";
        if (reason == Restriction.IssuerMayOnlyCancel) return "The issuer may only cancel its own bonds [P-6]";
        if (reason == Restriction.IssuerOutsidePurchaseWindow) return "The issuer may not purchase on this day [P-6]";
        if (reason == Restriction.InsufficientBalance) return "The sender holds fewer bonds";
        return "The sender's unfrozen bonds are fewer";
    }
}
