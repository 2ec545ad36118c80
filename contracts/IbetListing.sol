// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IPartyAccounts} from "./interfaces/IBondAuthority.sol";
import {IBondOffering} from "./interfaces/IBondOffering.sol";
import {IBondToken} from "./interfaces/IBondToken.sol";
import {ICalendarBond} from "./interfaces/IBusinessCalendar.sol";
import {IERC1404} from "./interfaces/IERC1404.sol";
import {IIbetListing} from "./interfaces/IIbetListing.sol";
import {DateText} from "./libraries/DateText.sol";
import {BondTerms} from "./types/BondTerms.sol";
import {JstDay} from "./types/JstDay.sol";
import {Restriction} from "./types/Restriction.sol";
import {Yen} from "./types/Yen.sol";

/// @title The bond as a wallet of the ibet network lists it
/// @notice The token answers with this what it does not know itself. It holds nothing and decides nothing.
/// @dev It has no function of its own: whatever stands here is asked at the token's address.
contract IbetListing is IIbetListing {
    string private constant YEN = "JPY";
    string private constant NONE = "";
    /// @dev A double quotation mark.
    string private constant QUOTE = hex"22";

    IBondToken private immutable _token;
    IBondOffering private immutable _offering;
    uint256 private immutable _faceYen;
    uint256 private immutable _ratePpm;
    JstDay private immutable _maturityDay;
    /// @dev The payment days of a year, ascending; 0 if there is no second one.
    uint256 private immutable _firstMonthDay;
    uint256 private immutable _secondMonthDay;

    constructor(IBondToken token_, IBondOffering offering_) {
        BondTerms memory terms = token_.terms();
        (_token, _offering) = (token_, offering_);
        (_faceYen, _ratePpm) = (Yen.unwrap(terms.denominationYen), terms.schedule.ratePpm);
        _maturityDay = terms.schedule.maturityDay;
        (_firstMonthDay, _secondMonthDay) = _monthDaysOf(ICalendarBond(address(token_)).paymentDays());
    }

    // ---- the issuer

    /// @inheritdoc IIbetListing
    function owner() external view returns (address) {
        return IPartyAccounts(address(_token)).issuer();
    }

    /// @inheritdoc IIbetListing
    function contactInformation() external pure returns (string memory) {
        return NONE;
    }

    /// @inheritdoc IIbetListing
    function privacyPolicy() external pure returns (string memory) {
        return NONE;
    }

    /// @inheritdoc IIbetListing
    function purpose() external pure returns (string memory) {
        return NONE;
    }

    /// @inheritdoc IIbetListing
    function memo() external pure returns (string memory) {
        return NONE;
    }

    // ---- the terms

    /// @inheritdoc IIbetListing
    function faceValue() external view returns (uint256) {
        return _faceYen;
    }

    /// @inheritdoc IIbetListing
    function faceValueCurrency() external pure returns (string memory) {
        return YEN;
    }

    /// @inheritdoc IIbetListing
    function interestRate() external view returns (uint256) {
        return _ratePpm; // percent times 10^4 is the same number
    }

    /// @inheritdoc IIbetListing
    function interestPaymentCurrency() external pure returns (string memory) {
        return YEN;
    }

    /// @inheritdoc IIbetListing
    function interestPaymentDate() external view returns (string memory) {
        string memory first = _member("interestPaymentDate1", _firstMonthDay);
        if (_secondMonthDay == 0) return string.concat("{", first, "}");
        return string.concat("{", first, ",", _member("interestPaymentDate2", _secondMonthDay), "}");
    }

    /// @inheritdoc IIbetListing
    function redemptionDate() external view returns (string memory) {
        return DateText.yyyymmdd(_maturityDay);
    }

    /// @inheritdoc IIbetListing
    function redemptionValue() external view returns (uint256) {
        return _faceYen;
    }

    /// @inheritdoc IIbetListing
    function redemptionValueCurrency() external pure returns (string memory) {
        return YEN;
    }

    /// @inheritdoc IIbetListing
    function baseFXRate() external pure returns (string memory) {
        return NONE;
    }

    /// @inheritdoc IIbetListing
    function returnDate() external pure returns (string memory) {
        return NONE;
    }

    /// @inheritdoc IIbetListing
    function returnAmount() external pure returns (string memory) {
        return NONE;
    }

    // ---- how it stands

    /// @inheritdoc IIbetListing
    function status() external pure returns (bool) {
        return true;
    }

    /// @inheritdoc IIbetListing
    function transferable() external view returns (bool) {
        // What is closed for everybody is asked before the sender, and nobody has the zero account: if that is the first fault, nothing is closed.
        uint8 reason = IERC1404(address(_token)).detectTransferRestriction(address(0), address(0), 0);
        return reason == uint8(Restriction.SenderUnknown);
    }

    /// @inheritdoc IIbetListing
    function isOffering() external view returns (bool) {
        return _offering.isOpen();
    }

    /// @inheritdoc IIbetListing
    function transferApprovalRequired() external pure returns (bool) {
        return false;
    }

    /// @inheritdoc IIbetListing
    function requirePersonalInfoRegistered() external pure returns (bool) {
        return false;
    }

    /// @inheritdoc IIbetListing
    function personalInfoAddress() external pure returns (address) {
        return address(0);
    }

    /// @inheritdoc IIbetListing
    function tradableExchange() external pure returns (address) {
        return address(0);
    }

    /// @inheritdoc IIbetListing
    function pendingTransfer(address) external pure returns (uint256) {
        return 0;
    }

    /// @inheritdoc IIbetListing
    function lockedOf(address, address) external pure returns (uint256) {
        return 0;
    }

    function _member(string memory key, uint256 monthDay) private pure returns (string memory) {
        return string.concat(QUOTE, key, QUOTE, ":", QUOTE, DateText.mmdd(monthDay), QUOTE);
    }

    /// @dev Dates come half-yearly, so every other one lies in the same month: of each month the latest day that occurs [P-2].
    function _monthDaysOf(JstDay[] memory dates) private pure returns (uint256 first, uint256 second) {
        uint256[2] memory latest;
        for (uint256 i = 0; i < dates.length; ++i) {
            uint256 monthDay = DateText.monthDayOf(dates[i]);
            if (monthDay > latest[i % 2]) latest[i % 2] = monthDay;
        }
        (first, second) = (latest[0], latest[1]);
        if (second != 0 && second < first) (first, second) = (second, first);
    }
}
