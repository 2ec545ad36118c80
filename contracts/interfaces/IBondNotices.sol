// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {JstDay} from "../types/JstDay.sol";
import {Channel, DeliveryState, NoticeKind, PublicChannel} from "../types/Notice.sol";

/// @title Notices to the holders [N-1, D-1, D-2, M-1]
/// @notice A notice goes to every holder directly, or, unless a law provides otherwise, by public notice. Letters and messages travel outside
/// the chain; the chain records to whom they were sent, when, and what became of them.
interface IBondNotices {
    /// @notice A notice. Days are 0 until they come.
    /// @param byDealer given by the dealer for the holders who convene a meeting [M-2]; otherwise by the issuer
    /// @param givenDay when it was given; `listDay` when the register was read for it; `deliveredDay` when it had been sent to every holder;
    /// `publishedDay` when it was first given publicly
    /// @param readAccounts how many accounts of the register were read for it; `sent` to how many of them it went
    struct Notice {
        NoticeKind kind;
        bool byDealer;
        JstDay givenDay;
        JstDay listDay;
        JstDay deliveredDay;
        JstDay publishedDay;
        uint24 readAccounts;
        uint24 sent;
        bytes32 documentHash;
        string uri;
    }

    /// @notice How a notice to one holder stands, since `day`.
    struct Delivery {
        DeliveryState state;
        Channel channel;
        JstDay day;
    }

    /// @notice A holder of whom it is not recorded that the notice arrived.
    struct Waiting {
        address holder;
        Delivery delivery;
    }

    /// @notice Notice `id` was given: the document at `uri` that hashes to `documentHash`.
    event NoticeGiven(uint256 indexed id, NoticeKind kind, address indexed giver, bytes32 documentHash, string uri);
    /// @notice The delivery of notice `id` to `holder` changed.
    event DeliveryRecorded(uint256 indexed id, address indexed holder, DeliveryState from, DeliveryState to, Channel channel, bytes32 evidenceHash);
    /// @notice Accounts `fromNumber` to `toNumber` - 1 of the register were read for notice `id`, which went to `sent` holders so far.
    event PageDelivered(uint256 indexed id, uint256 fromNumber, uint256 toNumber, uint256 sent);
    /// @notice Notice `id` was sent to every holder.
    event NoticeDelivered(uint256 indexed id, uint256 sent);
    /// @notice Notice `id` was given publicly.
    /// @param publication where: the address of the electronic notice, or the newspaper and its date
    /// @param evidenceHash of the notice as published; for the newspaper, of the proof of the accident
    event NoticePublished(uint256 indexed id, PublicChannel channel, string publication, bytes32 evidenceHash);
    /// @notice Whether `holder` agrees to electronic notices changed, by the document that hashes to `documentHash`.
    event ElectronicConsentChanged(address indexed holder, bool from, bool to, bytes32 documentHash);

    /// @notice Notices are numbered from 1, and there are `count`.
    error NoSuchNotice(uint256 id, uint256 count);
    /// @notice Notice `id` is given, sent and recorded by `giver`.
    error NotTheGiver(uint256 id, address giver, address caller);
    /// @notice The notice of a meeting is given by convening it [M-1].
    error MeetingIsConvened();
    /// @notice Notice `id` was sent to every holder on `deliveredDay`.
    error AlreadyDelivered(uint256 id, JstDay deliveredDay);
    /// @notice `holder` has not agreed to electronic notices.
    error ConsentMissing(address holder);
    /// @notice The delivery to `holder` is `state`, from which this step cannot be taken.
    error WrongDeliveryState(uint256 id, address holder, DeliveryState state);
    /// @notice `account` holds no bond, and the notice did not go to it.
    error NotAHolder(address account);
    /// @notice The hash of the document or of the evidence is missing.
    error DocumentMissing();
    /// @notice A page must not be empty.
    error NothingToDo();

    /// @notice Gives a notice. It reaches the holders by {deliver} or {publish}.
    /// @dev Issuer only. Reverts with {MeetingIsConvened} for a meeting.
    function give(NoticeKind kind, bytes32 documentHash, string calldata uri) external returns (uint256 id);

    /// @notice Gives the notice of a meeting [M-1].
    /// @param byDealer whether the holders convene it [M-2]
    /// @dev The meeting only.
    function giveForMeeting(bool byDealer, bytes32 documentHash, string calldata uri) external returns (uint256 id);

    /// @notice Reads the next `limit` accounts of the register, and records that notice `id` was sent today to every one that holds bonds now:
    /// electronically to those who agreed, to the others by post. The list is of one day: if the day ends before the last account was read,
    /// the reading begins anew, and who was sent the notice keeps his day. Who becomes a holder afterwards is not in the list.
    /// @dev The giver only. If the dealer gives it, it goes to the issuer too (Companies Act 720 (1)).
    function deliver(uint256 id, uint256 limit) external;

    /// @notice Records what became of notice `id` at `holders`: delivered or returned, or sent again. A holder who is not in the list may be
    /// added by recording that it was sent to him.
    /// @dev The giver only. Electronically only with the holder's consent.
    function recordDelivery(uint256 id, address[] calldata holders, Channel channel, DeliveryState state, bytes32 evidenceHash) external;

    /// @notice Records that notice `id` was given publicly. That completes it, except the notice of a meeting, which the law wants sent to
    /// each holder [M-1].
    /// @param evidenceHash of the notice as published; for the newspaper, of the proof of the accident that prevents electronic notice [N-1]
    /// @dev The giver only.
    function publish(uint256 id, PublicChannel channel, string calldata publication, bytes32 evidenceHash) external;

    /// @notice Records whether `holder` agrees to electronic notices, by a document.
    /// @dev Dealer only, on its client's word.
    function setElectronicConsent(address holder, bool agrees, bytes32 documentHash) external;

    /// @notice Notice `id`, counted from 1.
    function noticeAt(uint256 id) external view returns (Notice memory);

    /// @notice How many notices were ever given.
    function noticeCount() external view returns (uint256);

    /// @notice The day on which notice `id` was complete, or 0: sent to every holder, or given publicly where that is enough.
    function completedDay(uint256 id) external view returns (JstDay);

    /// @notice Whether notice `id` is complete.
    function isComplete(uint256 id) external view returns (bool);

    /// @notice How notice `id` to `holder` stands. It follows the holder to a new key.
    function deliveryOf(uint256 id, address holder) external view returns (Delivery memory);

    /// @notice Of accounts `offset` to `offset` + `limit` - 1 of the register, those that hold bonds now or were sent notice `id`, and of which it is
    /// not recorded that it arrived.
    function waitingFor(uint256 id, uint256 offset, uint256 limit) external view returns (Waiting[] memory);

    /// @notice Whether `holder` agreed to electronic notices. It follows the holder to a new key.
    function agreesToElectronic(address holder) external view returns (bool);
}
