// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {BondRegister} from "./BondRegister.sol";
import {IBondToken} from "./interfaces/IBondToken.sol";
import {IERC1404} from "./interfaces/IERC1404.sol";
import {IERC7943Fungible} from "./interfaces/IERC7943.sol";
import {RestrictionText} from "./libraries/RestrictionText.sol";
import {AccountKind, AccountStatus, AccountWord} from "./types/AccountWord.sol";
import {GateWord, PLAIN_TRANSFER} from "./types/GateWord.sol";
import {JstDay} from "./types/JstDay.sol";
import {Restriction} from "./types/Restriction.sol";

/// @title The one decision about a transfer
/// @notice {_restriction} says whether a transfer is allowed and, if not, which reason comes first. The views here and the token's revert ask
/// it; nothing else knows the rules.
abstract contract BondTransferRules is BondRegister, IERC1404, IERC7943Fungible {
    /// @inheritdoc IERC1404
    function detectTransferRestriction(address from, address to, uint256 bonds) external view returns (uint8) {
        return uint8(_restrictionNow(from, to, bonds));
    }

    /// @inheritdoc IERC1404
    function messageForTransferRestriction(uint8 code) external pure returns (string memory) {
        return RestrictionText.messageFor(code);
    }

    /// @inheritdoc IERC7943Fungible
    function canTransfer(address from, address to, uint256 bonds) external view returns (bool) {
        Restriction reason = _restrictionNow(from, to, bonds);
        return reason == Restriction.None || (reason == Restriction.InsufficientBalance && _accounts[from].word.frozen() == 0);
    }

    /// @inheritdoc IERC7943Fungible
    function canSend(address account) external view returns (bool) {
        AccountWord word = _accounts[account].word;
        return word.isActive() && !word.isKind(AccountKind.Issuer);
    }

    /// @inheritdoc IERC7943Fungible
    function canReceive(address account) public view returns (bool) {
        return _accounts[account].word.isActive();
    }

    /// @inheritdoc IERC7943Fungible
    function getFrozenTokens(address account) external view returns (uint256) {
        return _accounts[account].word.frozen();
    }

    /// @inheritdoc IBondToken
    function purchaseWindow() public view returns (JstDay from, JstDay to) {
        return (_closingDay.plus(1), _gate.lastPurchaseDay());
    }

    /// @dev The one decision. Zero bonds obey it like any other number.
    function _restriction(
        GateWord gate,
        JstDay today,
        bool closed,
        uint8 way,
        AccountWord from,
        AccountWord to,
        uint256 bonds
    ) internal view returns (Restriction) {
        if (!gate.isTradable()) {
            if (!gate.isIssued()) return Restriction.NotIssued;
            return gate.isRedeemed() ? Restriction.Redeemed : Restriction.Accelerated;
        }
        if (closed) return Restriction.ClosedWindow;
        if (gate.ways() & way == 0) return Restriction.NotDesignated;
        if (!from.isActive()) return from.status() == AccountStatus.Suspended ? Restriction.SenderSuspended : Restriction.SenderUnknown;
        if (!to.isActive()) return to.status() == AccountStatus.Suspended ? Restriction.ReceiverSuspended : Restriction.ReceiverUnknown;
        if (from.number() == to.number()) return Restriction.SelfTransfer;
        if (from.isKind(AccountKind.Dealer)) {
            if (to.isKind(AccountKind.Issuer) && !_inPurchaseWindow(gate, today)) return Restriction.IssuerOutsidePurchaseWindow;
        } else {
            if (!to.isKind(AccountKind.Dealer)) return Restriction.NotThroughDealer;
            if (from.isKind(AccountKind.Issuer)) return Restriction.IssuerMayOnlyCancel;
        }
        if (bonds > from.bonds()) return Restriction.InsufficientBalance;
        if (bonds > from.unfrozen()) return Restriction.InsufficientUnfrozen;
        return Restriction.None;
    }

    function _inPurchaseWindow(GateWord gate, JstDay today) internal view returns (bool) {
        return _closingDay < today && today <= gate.lastPurchaseDay();
    }

    function _restrictionNow(address from, address to, uint256 bonds) private view returns (Restriction) {
        JstDay today = _today();
        (GateWord gate, , bool closed, ) = _gateOn(today);
        return _restriction(gate, today, closed, PLAIN_TRANSFER, _accounts[from].word, _accounts[to].word, bonds);
    }
}
