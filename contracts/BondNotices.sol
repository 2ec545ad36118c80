// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IPartyAccounts} from "./interfaces/IBondAuthority.sol";
import {IBondNotices} from "./interfaces/IBondNotices.sol";
import {IBondGate, IBondRegister, IBondToken} from "./interfaces/IBondToken.sol";
import {IHolderRegistry} from "./interfaces/IHolderRegistry.sol";
import {AccountKind, AccountStatus, AccountWord} from "./types/AccountWord.sol";
import {JstDay, jstDayOf} from "./types/JstDay.sol";
import {Channel, DeliveryState, NoticeKind, PublicChannel} from "./types/Notice.sol";

/// @title Notices to the holders
/// @dev Deliveries and consents belong to the person, not to the key: they are kept under the holder's id, which survives a new key. Issuer and
/// dealer have no id; theirs are kept under their account.
contract BondNotices is IBondNotices, AccessManaged {
    IBondToken public immutable token;

    Notice[] private _notices;
    mapping(uint256 id => mapping(bytes32 person => Delivery delivery)) private _deliveries;
    mapping(bytes32 person => bool agrees) private _agrees;

    JstDay private constant NOT_YET = JstDay.wrap(0);

    constructor(address authority, IBondToken token_) AccessManaged(authority) {
        token = token_;
    }

    // ---- giving

    /// @inheritdoc IBondNotices
    function give(NoticeKind kind, bytes32 documentHash, string calldata uri) external restricted returns (uint256 id) {
        if (kind == NoticeKind.Meeting) revert MeetingIsConvened();
        return _give(kind, false, documentHash, uri);
    }

    /// @inheritdoc IBondNotices
    function giveForMeeting(bool byDealer, bytes32 documentHash, string calldata uri) external returns (uint256 id) {
        address meeting = token.parts().meeting;
        if (msg.sender != meeting) revert IBondGate.OnlyContract(meeting, msg.sender);
        return _give(NoticeKind.Meeting, byDealer, documentHash, uri);
    }

    // ---- reaching the holders

    /// @inheritdoc IBondNotices
    function deliver(uint256 id, uint256 limit) external {
        Notice storage notice = _given(id);
        if (notice.deliveredDay != NOT_YET) revert AlreadyDelivered(id, notice.deliveredDay);
        if (limit == 0) revert NothingToDo();
        JstDay today = jstDayOf(block.timestamp);
        if (notice.listDay != today) (notice.listDay, notice.readAccounts) = (today, 0);

        uint256 from = notice.readAccounts;
        IBondRegister.Entry[] memory entries = token.entriesAt(0, from, limit);
        for (uint256 i = 0; i < entries.length; ++i) {
            if (_isAddressee(entries[i], notice.byDealer)) _sendFirst(id, notice, entries[i].account);
        }
        notice.readAccounts = uint24(from + entries.length);
        emit PageDelivered(id, from, notice.readAccounts, notice.sent);

        if (notice.readAccounts != token.accountCount()) return;
        notice.deliveredDay = today;
        emit NoticeDelivered(id, notice.sent);
    }

    /// @inheritdoc IBondNotices
    function recordDelivery(uint256 id, address[] calldata holders, Channel channel, DeliveryState state, bytes32 evidenceHash) external {
        Notice storage notice = _given(id);
        if (holders.length == 0) revert NothingToDo();
        if (evidenceHash == bytes32(0)) revert DocumentMissing();
        AccountWord[] memory words = token.wordsOf(holders);
        for (uint256 i = 0; i < holders.length; ++i) {
            Delivery memory before = _deliveries[id][_personOf(holders[i])];
            if (!_mayFollow(before.state, state)) revert WrongDeliveryState(id, holders[i], before.state);
            if (before.state == DeliveryState.None) {
                if (words[i].held() == 0) revert NotAHolder(holders[i]);
                ++notice.sent;
            }
            bool wasElectronic = state != DeliveryState.Sent && before.channel == Channel.Electronic;
            if (channel == Channel.Electronic && !wasElectronic && !agreesToElectronic(holders[i])) revert ConsentMissing(holders[i]);
            _record(id, holders[i], channel, state, evidenceHash);
        }
    }

    /// @inheritdoc IBondNotices
    function publish(uint256 id, PublicChannel channel, string calldata publication, bytes32 evidenceHash) external {
        Notice storage notice = _given(id);
        if (evidenceHash == bytes32(0) || bytes(publication).length == 0) revert DocumentMissing();
        if (notice.publishedDay == NOT_YET) notice.publishedDay = jstDayOf(block.timestamp);
        emit NoticePublished(id, channel, publication, evidenceHash);
    }

    /// @inheritdoc IBondNotices
    function setElectronicConsent(address holder, bool agrees, bytes32 documentHash) external restricted {
        if (documentHash == bytes32(0)) revert DocumentMissing();
        address[] memory accounts = new address[](1);
        accounts[0] = holder;
        if (token.wordsOf(accounts)[0].kind() == AccountKind.None) revert IBondRegister.AccountUnknown(holder);
        bytes32 person = _personOf(holder);
        emit ElectronicConsentChanged(holder, _agrees[person], agrees, documentHash);
        _agrees[person] = agrees;
    }

    // ---- reading

    /// @inheritdoc IBondNotices
    function noticeAt(uint256 id) external view returns (Notice memory) {
        return _known(id);
    }

    /// @inheritdoc IBondNotices
    function noticeCount() external view returns (uint256) {
        return _notices.length;
    }

    /// @inheritdoc IBondNotices
    function completedDay(uint256 id) public view returns (JstDay) {
        Notice storage notice = _known(id);
        (JstDay delivered, JstDay published) = (notice.deliveredDay, notice.publishedDay);
        if (notice.kind == NoticeKind.Meeting || published == NOT_YET) return delivered; // M-1: public notice alone is not enough
        return delivered == NOT_YET || published < delivered ? published : delivered;
    }

    /// @inheritdoc IBondNotices
    function isComplete(uint256 id) external view returns (bool) {
        return completedDay(id) != NOT_YET;
    }

    /// @inheritdoc IBondNotices
    function deliveryOf(uint256 id, address holder) external view returns (Delivery memory) {
        _known(id);
        return _deliveries[id][_personOf(holder)];
    }

    /// @inheritdoc IBondNotices
    function waitingFor(uint256 id, uint256 offset, uint256 limit) external view returns (Waiting[] memory waiting) {
        bool byDealer = _known(id).byDealer;
        IBondRegister.Entry[] memory entries = token.entriesAt(0, offset, limit);
        Waiting[] memory found = new Waiting[](entries.length);
        uint256 count = 0;
        for (uint256 i = 0; i < entries.length; ++i) {
            if (entries[i].status == AccountStatus.Closed) continue; // the holder's present account answers
            Delivery memory delivery = _deliveries[id][_personOf(entries[i].account)];
            if (delivery.state == DeliveryState.Delivered) continue;
            if (delivery.state == DeliveryState.None && !_isAddressee(entries[i], byDealer)) continue;
            found[count++] = Waiting(entries[i].account, delivery);
        }
        waiting = new Waiting[](count);
        for (uint256 i = 0; i < count; ++i) waiting[i] = found[i];
    }

    /// @inheritdoc IBondNotices
    function agreesToElectronic(address holder) public view returns (bool) {
        return _agrees[_personOf(holder)];
    }

    // ---- one rule each

    function _give(NoticeKind kind, bool byDealer, bytes32 documentHash, string calldata uri) private returns (uint256 id) {
        if (documentHash == bytes32(0)) revert DocumentMissing();
        _notices.push(Notice(kind, byDealer, jstDayOf(block.timestamp), NOT_YET, NOT_YET, NOT_YET, 0, 0, documentHash, uri));
        id = _notices.length;
        emit NoticeGiven(id, kind, _giverOf(byDealer), documentHash, uri);
    }

    /// @dev Who holds bonds. The issuer gives itself no notice, but gets one that the holders give.
    function _isAddressee(IBondRegister.Entry memory entry, bool byDealer) private pure returns (bool) {
        if (entry.kind == AccountKind.Issuer) return byDealer && entry.status != AccountStatus.Closed;
        return entry.bondsNow != 0;
    }

    /// @dev Someone to whom it was sent before keeps his day.
    function _sendFirst(uint256 id, Notice storage notice, address holder) private {
        if (_deliveries[id][_personOf(holder)].state != DeliveryState.None) return;
        ++notice.sent;
        _record(id, holder, agreesToElectronic(holder) ? Channel.Electronic : Channel.Post, DeliveryState.Sent, 0);
    }

    function _mayFollow(DeliveryState from, DeliveryState to) private pure returns (bool) {
        if (to == DeliveryState.Sent) return from == DeliveryState.None || from == DeliveryState.Returned;
        return from == DeliveryState.Sent && to != DeliveryState.None;
    }

    function _record(uint256 id, address holder, Channel channel, DeliveryState state, bytes32 evidenceHash) private {
        Delivery storage delivery = _deliveries[id][_personOf(holder)];
        emit DeliveryRecorded(id, holder, delivery.state, state, channel, evidenceHash);
        (delivery.state, delivery.channel, delivery.day) = (state, channel, jstDayOf(block.timestamp));
    }

    function _personOf(address account) private view returns (bytes32) {
        bytes32 holderId = IHolderRegistry(token.registry()).holderIdOf(account);
        return holderId == bytes32(0) ? bytes32(uint256(uint160(account))) : holderId;
    }

    function _giverOf(bool byDealer) private view returns (address) {
        IPartyAccounts parties = IPartyAccounts(address(token));
        return byDealer ? parties.dealer() : parties.issuer();
    }

    function _known(uint256 id) private view returns (Notice storage) {
        if (id == 0 || id > _notices.length) revert NoSuchNotice(id, _notices.length);
        return _notices[id - 1];
    }

    function _given(uint256 id) private view returns (Notice storage notice) {
        notice = _known(id);
        address giver = _giverOf(notice.byDealer);
        if (msg.sender != giver) revert NotTheGiver(id, giver, msg.sender);
    }
}
