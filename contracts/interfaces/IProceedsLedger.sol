// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {JstDay} from "../types/JstDay.sol";
import {Certificate, Criterion, Entry, EntryKind, Project, ProjectCategory, ProjectFunds, Quarter} from "../types/Proceeds.sol";
import {Yen} from "../types/Yen.sol";

/// @title The projects that may have the money [G-1, G-2, G-7]
/// @notice A project is selected once and its record is not edited; its certificate is renewed. What the terms test is refused; what they disclose
/// (completed more than three years before issue, a certificate that expired) is a view and never a refusal.
interface IProjectBook {
    /// @notice A project was selected [G-1, G-7]. The rest of its record is read with {project}.
    event ProjectRegistered(bytes32 indexed projectId, ProjectCategory category, Criterion criterion, string name, bytes32 selectionHash);
    /// @notice The certificate of a project is another one, or stands otherwise [G-1].
    event CertificateRenewed(bytes32 indexed projectId, Certificate from, Certificate to);

    /// @notice There is a project of that id already.
    error ProjectKnown(bytes32 projectId);
    /// @notice There is no project of that id.
    error NoSuchProject(bytes32 projectId);
    /// @notice An id is not zero and not the name of a holding.
    error NotAProjectId(bytes32 projectId);
    /// @notice At most `most` projects share the proceeds of one bond.
    error TooManyProjects(uint256 most);
    /// @notice The record of a project needs its `field` [G-1, G-2, G-7].
    error ProjectIncomplete(bytes32 projectId, string field);
    /// @notice The criterion belongs to another category [G-1].
    error WrongCriterion(ProjectCategory category, Criterion criterion);
    /// @notice An energy-saving building has a building energy index above 0 and of at most `mostE2` hundredths [G-1].
    error BeiOutOfRange(uint16 beiE2, uint16 mostE2);
    /// @notice A green building has a certificate or plans one; each certificate has its document, and only one that was obtained expires [G-1].
    error WrongCertificate(bytes32 projectId, Certificate certificate);
    /// @notice The project was decided on `decidedDay`, which has not come [G-7].
    error SelectionAhead(JstDay decidedDay, JstDay today);

    /// @notice Records a project that was selected. A substitute must be recorded before the project that names it [G-5].
    /// @dev Issuer only.
    function registerProject(bytes32 projectId, Project calldata project) external;

    /// @notice Records the certificate of a project as it is from now on: planned, obtained or obtained again [G-1].
    /// @dev Issuer only.
    function renewCertificate(bytes32 projectId, Certificate calldata certificate) external;

    /// @notice How many projects there are.
    function projectCount() external view returns (uint256);

    /// @notice A project as recorded. Reverts with {NoSuchProject}.
    function project(bytes32 projectId) external view returns (Project memory);

    /// @notice Projects `offset` + 1 to `offset` + `limit`, oldest first, with what they have of the proceeds now.
    function projectsAt(uint256 offset, uint256 limit) external view returns (ProjectFunds[] memory);

    /// @notice How many days before the closing day the project was completed; 0 if on it or later [G-1].
    function ageAtIssueDays(bytes32 projectId) external view returns (uint32);

    /// @notice Whether the project was completed more than three calendar years before the closing day [G-1]. 目安 is a guide: this is disclosed,
    /// with the age and the refinanced amount, and refuses nothing. Exactly three years are not beyond.
    function isBeyondThreeYears(bytes32 projectId) external view returns (bool);

    /// @notice Whether the certificate was valid through an earlier day than `day` [G-1].
    function isCertificateExpired(bytes32 projectId, JstDay day) external view returns (bool);
}

/// @title Where the money went [G-1 to G-5]
/// @notice A double-entry ledger. The net proceeds begin in cash; every act is an entry that moves yen from one account to another, so that
/// allocated and unallocated amounts always add up to the net proceeds. Accounts are `cash` and `cash-equivalents`, the interim holding, and each
/// project with two balances, for new spending and for refinancing. Nothing is edited or deleted: a mistake is moved back, with its reason.
/// Nothing moves before the bond is issued.
interface IProceedsLedger is IProjectBook {
    /// @notice Entry `number`: `yen` moved from one account to another [G-3, G-5].
    event EntryPosted(
        uint256 indexed number,
        EntryKind kind,
        bytes32 indexed from,
        bool fromRefinancing,
        bytes32 indexed to,
        bool toRefinancing,
        Yen yen,
        bytes32 documentHash
    );
    /// @notice The rest is planned to be allocated by `to` instead of `from`; 0 is no plan [G-4].
    event RestPlanned(JstDay from, JstDay to, bytes32 documentHash);
    /// @notice What was not allocated at the end of a quarter was confirmed [G-3].
    event QuarterTracked(JstDay indexed quarterEndDay, Yen cashYen, Yen cashEquivalentsYen, bytes32 documentHash);
    /// @notice A material event about the use of the proceeds was disclosed [G-4].
    event MaterialEventDisclosed(Yen unallocatedYen, bytes32 indexed documentHash, string uri);

    /// @notice The bond is not issued, so there are no proceeds yet.
    error ProceedsNotReceived();
    /// @notice What is not allocated is held in `cash` or `cash-equivalents`, and not in `holding` [G-3].
    error NoSuchHolding(bytes32 holding);
    /// @notice An entry moves at least one yen.
    error NothingMoved();
    /// @notice An entry goes from one balance to another.
    error SameBalance(bytes32 accountId, bool refinancing);
    /// @notice The balance is `balanceYen`, and the entry takes `yen`.
    error BalanceTooSmall(bytes32 accountId, bool refinancing, Yen balanceYen, Yen yen);
    /// @notice The money of a project that names substitutes goes to one of them only [G-5].
    error NotASubstitute(bytes32 projectId, bytes32 accountId);
    /// @notice The rest cannot be planned for a day that has passed [G-4].
    error PlannedDayPassed(JstDay plannedDay, JstDay today);
    /// @notice Quarters are tracked in order: the next one ends on `nextQuarterDay` [G-3].
    error NotTheNextQuarter(JstDay quarterEndDay, JstDay nextQuarterDay);
    /// @notice The quarter is not over [G-3].
    error QuarterNotOver(JstDay quarterEndDay, JstDay today);
    /// @notice A record rests on a document, named by its hash.
    error EvidenceMissing();

    /// @notice Gives `yen` from a holding to a project.
    /// @dev Issuer only.
    /// @param refinancing whether the money pays back what financed the project before
    function allocate(bytes32 projectId, bytes32 holding, Yen yen, bool refinancing, bytes32 documentHash) external;

    /// @notice Takes `yen` back from a project into a holding, for the reason that hashes to `reasonHash`. Not from a project that names
    /// substitutes: what cannot be spent there goes to one of them [G-5].
    /// @dev Issuer only.
    function release(bytes32 projectId, bool refinancing, bytes32 holding, Yen yen, bytes32 reasonHash) external;

    /// @notice Moves `yen` from a project to another, or between its two balances, for the reason that hashes to `reasonHash` [G-5].
    /// @dev Issuer only.
    function reallocate(bytes32 from, bool fromRefinancing, bytes32 to, bool toRefinancing, Yen yen, bytes32 reasonHash) external;

    /// @notice Moves `yen` from one holding to the other [G-3].
    /// @dev Issuer only.
    function moveUnallocated(bytes32 fromHolding, bytes32 toHolding, Yen yen, bytes32 documentHash) external;

    /// @notice Records by which day the rest is planned to be allocated: today or later [G-4].
    /// @dev Issuer only.
    function planRest(JstDay plannedDay, bytes32 documentHash) external;

    /// @notice Confirms what was not allocated at the end of a quarter that is over: the balances of that day, whatever moved since. Each quarter
    /// once, in order, beginning with the one of the closing day [G-3].
    /// @dev Issuer only.
    function trackQuarter(JstDay quarterEndDay, bytes32 documentHash) external;

    /// @notice Records that a material event was disclosed, as is to be done in a timely manner after full allocation [G-4].
    /// @dev Issuer only.
    function discloseEvent(bytes32 documentHash, string calldata uri) external;

    /// @notice The net proceeds of the offering: what there is to allocate once the bond is issued.
    function netYen() external view returns (Yen);

    /// @notice What the projects have.
    function allocatedYen() external view returns (Yen);

    /// @notice What is in the two holdings.
    function unallocatedYen() external view returns (Yen);

    /// @notice What of the allocated amount is refinancing [G-4].
    function refinancedYen() external view returns (Yen);

    /// @notice A balance. A holding has one, that without refinancing.
    function balanceYen(bytes32 account, bool refinancing) external view returns (Yen);

    /// @notice The two holdings at the end of `day`; now, if it has not passed [G-3].
    function holdingsOn(JstDay day) external view returns (Yen cashYen, Yen cashEquivalentsYen);

    /// @notice How many entries the journal has.
    function entryCount() external view returns (uint256);

    /// @notice Entries `offset` + 1 to `offset` + `limit`, oldest first.
    function entriesAt(uint256 offset, uint256 limit) external view returns (Entry[] memory);

    /// @notice The day by which the rest is planned to be allocated; 0 for none [G-4].
    function plannedDay() external view returns (JstDay);

    /// @notice The end of the quarter that is tracked next [G-3].
    function nextQuarterDay() external view returns (JstDay);

    /// @notice How many quarters were tracked.
    function quarterCount() external view returns (uint256);

    /// @notice Tracked quarters `offset` + 1 to `offset` + `limit`, oldest first.
    function quartersAt(uint256 offset, uint256 limit) external view returns (Quarter[] memory);
}
