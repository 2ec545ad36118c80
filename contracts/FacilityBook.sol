// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {SponsoredAccess} from "./SponsoredAccess.sol";
import {IFacilityBook} from "./interfaces/IImpactRegistry.sol";
import {FacilityWord, newFacilityWord} from "./types/FacilityWord.sol";
import {FacilityKind} from "./types/Impact.sol";
import {JstDay} from "./types/JstDay.sol";

/// @title The facilities of the impact registry, and the shares of the bonds in them
/// @dev A false bond can only bring in facilities of its own.
abstract contract FacilityBook is SponsoredAccess, IFacilityBook {
    struct Details {
        address sponsor;
        uint16 sharedBps;
        string name;
        string[] meters;
    }

    uint16 private constant WHOLE_BPS = 10_000;

    bytes32[] private _ids;
    mapping(bytes32 facilityId => FacilityWord word) private _words;
    mapping(bytes32 facilityId => Details details) private _details;
    mapping(bytes32 facilityId => mapping(address bond => uint16)) private _shares;

    /// @dev Whoever the authority of the facility's sponsor lets call this function.
    modifier onlyFor(bytes32 facilityId) {
        _requireAllowed(_wordOf(facilityId).authority());
        _;
    }

    /// @inheritdoc IFacilityBook
    function registerFacility(
        bytes32 facilityId,
        address sponsor,
        FacilityKind kind,
        uint40 capacityWatts,
        uint16 toleranceBps,
        JstDay operationalDay,
        string calldata name,
        string[] calldata meters
    ) external {
        address authority = _authorityOfBond(sponsor);
        _requireAllowed(authority);
        if (_words[facilityId].exists()) revert FacilityExists(facilityId);
        if (facilityId == bytes32(0) || capacityWatts == 0 || bytes(name).length == 0 || meters.length == 0) revert FacilityIncomplete(facilityId);
        _words[facilityId] = newFacilityWord(authority, kind, toleranceBps, operationalDay, capacityWatts);
        _details[facilityId] = Details(sponsor, 0, name, meters);
        _ids.push(facilityId);
        emit FacilityRegistered(facilityId, sponsor, kind, capacityWatts, toleranceBps, operationalDay, name, meters);
    }

    /// @inheritdoc IFacilityBook
    function changeMeters(bytes32 facilityId, string[] calldata meters, bytes32 documentHash) external onlyFor(facilityId) {
        if (meters.length == 0) revert FacilityIncomplete(facilityId);
        _requireDocument(documentHash);
        emit MetersChanged(facilityId, _details[facilityId].meters, meters, documentHash);
        _details[facilityId].meters = meters;
    }

    /// @inheritdoc IFacilityBook
    function setShare(bytes32 facilityId, address bond, uint16 toBps, bytes32 documentHash) external onlyFor(facilityId) {
        _requireAllowed(_authorityOfBond(bond));
        _requireDocument(documentHash);
        Details storage details = _details[facilityId];
        uint16 fromBps = _shares[facilityId][bond];
        uint256 shared = uint256(details.sharedBps) - fromBps + toBps;
        if (shared > WHOLE_BPS) revert ShareAboveWhole(facilityId, shared, toBps);
        details.sharedBps = uint16(shared);
        _shares[facilityId][bond] = toBps;
        emit ShareChanged(facilityId, bond, fromBps, toBps, documentHash);
    }

    /// @inheritdoc IFacilityBook
    function facilityCount() external view returns (uint256) {
        return _ids.length;
    }

    /// @inheritdoc IFacilityBook
    function facilitiesAt(uint256 offset, uint256 limit) external view returns (bytes32[] memory ids) {
        uint256 count = _ids.length;
        uint256 left = offset < count ? count - offset : 0;
        ids = new bytes32[](limit < left ? limit : left);
        for (uint256 i = 0; i < ids.length; ++i) ids[i] = _ids[offset + i];
    }

    /// @inheritdoc IFacilityBook
    function facility(bytes32 facilityId) external view returns (Facility memory) {
        FacilityWord word = _wordOf(facilityId);
        Details storage details = _details[facilityId];
        return
            Facility({
                sponsor: details.sponsor,
                authority: word.authority(),
                kind: word.kind(),
                capacityWatts: word.capacityWatts(),
                toleranceBps: word.toleranceBps(),
                operationalDay: word.operationalDay(),
                name: details.name,
                meters: details.meters
            });
    }

    /// @inheritdoc IFacilityBook
    function authorityOf(bytes32 facilityId) external view returns (address) {
        return _words[facilityId].authority();
    }

    /// @inheritdoc IFacilityBook
    function shareBps(bytes32 facilityId, address bond) external view returns (uint16) {
        return _shares[facilityId][bond];
    }

    /// @inheritdoc IFacilityBook
    function sharedBps(bytes32 facilityId) external view returns (uint16) {
        return _details[facilityId].sharedBps;
    }

    function _wordOf(bytes32 facilityId) internal view returns (FacilityWord word) {
        word = _words[facilityId];
        if (!word.exists()) revert FacilityUnknown(facilityId);
    }

    function _requireDocument(bytes32 documentHash) internal pure {
        if (documentHash == bytes32(0)) revert DocumentMissing();
    }

    /// @dev Whatever answers, or does not, is asked: what names no authority is no bond.
    function _authorityOfBond(address bond) private view returns (address authority) {
        (bool answered, bytes memory answer) = bond.staticcall(abi.encodeCall(IAccessManaged.authority, ()));
        if (answered && answer.length == 32) authority = address(uint160(uint256(bytes32(answer))));
        if (authority.code.length == 0) revert NoSuchBond(bond);
    }
}
