// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {JstDay} from "../types/JstDay.sol";
import {OfferingTerms, Rating} from "../types/OfferingTerms.sol";
import {Yen} from "../types/Yen.sol";
import {IAgreements} from "./IAgreements.sol";

/// @title How the bond was offered, and who applied, was allotted, paid and received [I-3, I-5, I-7, I-8]
/// @notice The dealer underwrites the whole issue and records for the investors, who apply only through it [I-10]. What was applied for, allotted
/// and paid in full is delivered from the closing day on: the dealer settles it through the token. What is not allotted or not paid stays with the
/// underwriter, who may sell it like any bond: plain transfers need no allotment.
/// An allotment belongs to the account that it names; if that is replaced by a new key, the dealer delivers to the new one by a plain transfer.
interface IBondOffering is IAgreements {
    /// @notice Applied for, or Withdrawn; then Allotted, Paid and Delivered.
    enum ApplicationState {
        None,
        Applied,
        Withdrawn,
        Allotted,
        Paid,
        Delivered
    }

    /// @notice An investor's application.
    /// @param bankReference that of the application money, zero until it is paid
    struct Application {
        address holder;
        uint32 appliedBonds;
        uint32 allottedBonds;
        ApplicationState state;
        bytes32 bankReference;
    }

    /// @notice `holder` applies for `toBonds` instead of `fromBonds`; `id` is the number of his application.
    event AppliedFor(uint256 indexed id, address indexed holder, uint256 fromBonds, uint256 toBonds);
    /// @notice `holder` withdrew his application for `bonds`.
    event ApplicationWithdrawn(address indexed holder, uint256 bonds);
    /// @notice `holder` is allotted `toBonds` instead of `fromBonds`.
    event Allotted(address indexed holder, uint256 fromBonds, uint256 toBonds);
    /// @notice The application money of `holder` came in: the full price of what he was allotted [I-5].
    event ApplicationPaid(address indexed holder, Yen amountYen, bytes32 bankReference);
    /// @notice The underwriter took the whole issue and paid `grossYen` for it; its fee was settled as agreed [I-7].
    event Underwritten(address indexed dealer, uint256 bonds, Yen grossYen, Yen feeYen, bytes32 bankReference);
    /// @notice What `holder` was allotted is delivered: its bonds move in the same transaction.
    event AllotmentDelivered(address indexed holder, uint256 bonds, bytes32 bankReference);

    /// @notice Investors apply and are allotted from `from`, the application day, through `to`, the closing day [I-5].
    error OutsideApplicationPeriod(JstDay from, JstDay to, JstDay today);
    /// @notice The closing day has not come [I-5].
    error ClosingAhead(JstDay closingDay, JstDay today);
    /// @notice An application is for at least one bond.
    error NothingAppliedFor(address holder);
    /// @notice The application of `holder` is `state`, and this step needs another state.
    error WrongApplicationState(address holder, ApplicationState state);
    /// @notice `holder` applied for `appliedBonds`, and cannot be allotted `bonds`.
    error AllottedBeyondApplication(address holder, uint256 appliedBonds, uint256 bonds);
    /// @notice With this all investors together would be allotted `allottedBonds`, and the issue has `bonds` [I-2].
    error AllottedBeyondIssue(uint256 allottedBonds, uint256 bonds);
    /// @notice `holder` is allotted `bonds` already.
    error AllotmentUnchanged(address holder, uint256 bonds);
    /// @notice Application money is the full price, in one payment: `dueYen`, and not `amountYen` [I-5].
    error WrongApplicationMoney(address holder, Yen dueYen, Yen amountYen);
    /// @notice A payment needs the bank's reference.
    error PaymentReferenceMissing();
    /// @notice The underwriting is confirmed already.
    error AlreadyUnderwritten();
    /// @notice The issuer has not confirmed that the underwriter took and paid the issue [I-7].
    error NotUnderwritten();
    /// @notice Only the dealer delivers allotments.
    error NotTheDealer(address giver);

    /// @notice Records that `holder` applies for `bonds`, in place of what he applied for before. All together may apply for more than the issue.
    /// @dev Dealer only. Until it is allotted; from the application day through the closing day.
    function applyFor(address holder, uint32 bonds) external;

    /// @notice Records that `holder` withdraws his application.
    /// @dev Dealer only. Until it is allotted; from the application day through the closing day.
    function withdraw(address holder) external;

    /// @notice Allots `bonds` to `holder`, in place of what he was allotted before; 0 takes it back.
    /// @dev Dealer only. Until it is paid; from the application day through the closing day.
    function allot(address holder, uint32 bonds) external;

    /// @notice Records that the application money of `holder` came in: exactly the price of what he was allotted, in one payment. It bears no
    /// interest and becomes the payment on the closing day [I-5]. The record may come later than the money.
    /// @dev Dealer only.
    function confirmPayment(address holder, Yen amountYen, bytes32 bankReference) external;

    /// @notice Records that the underwriter took the whole issue and paid it, once, from the closing day on [I-7].
    /// @dev Issuer only.
    function confirmUnderwriting(bytes32 bankReference) external;

    /// @notice Whether investors may apply and be allotted today: from the application day through the closing day [I-5].
    function isOpen() external view returns (bool);

    /// @notice The offering, as deployed.
    function terms() external view returns (OfferingTerms memory);

    /// @notice keccak256 of the ABI encoding of {terms}.
    function offeringHash() external view returns (bytes32);

    /// @notice The ratings on issue [I-8].
    function ratings() external view returns (Rating[] memory);

    /// @notice The price of the whole issue [I-3, I-7].
    function grossProceedsYen() external view returns (Yen);

    /// @notice What the issuer has of it after the costs of the issue [I-7].
    function netProceedsYen() external view returns (Yen);

    /// @notice Whether the underwriter took and paid the whole issue.
    function isUnderwritten() external view returns (bool);

    /// @notice How many bonds are allotted.
    function allottedBonds() external view returns (uint256);

    /// @notice How many investors ever applied.
    function applicationCount() external view returns (uint256);

    /// @notice The number of the application of `holder`, from 1; 0 if he never applied. It is the id with which the token settles it.
    function applicationOf(address holder) external view returns (uint256 id);

    /// @notice Application `id`, counted from 1.
    function applicationAt(uint256 id) external view returns (Application memory);

    /// @notice Applications `offset` + 1 to `offset` + `limit`.
    function applicationsAt(uint256 offset, uint256 limit) external view returns (Application[] memory);
}
