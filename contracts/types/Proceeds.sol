// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {JstDay} from "./JstDay.sol";
import {Yen} from "./Yen.sol";

/// @notice What a project is for [G-1].
enum ProjectCategory {
    GreenBuilding,
    RenewableEnergy,
    EnergySaving
}

/// @notice The criterion by which a project is eligible [G-1]. Of each certificate only the ranks that are eligible have a name here.
enum Criterion {
    Zeb, // green building
    NearlyZeb,
    ZebReady,
    ZebOriented,
    DbjFiveStars,
    DbjFourStars,
    CasbeeS,
    CasbeeA,
    BelsFiveStars,
    BelsFourStars,
    LeedPlatinum,
    LeedGold,
    RenewableElectricity, // renewable energy
    GeneratingEquipment,
    EfficientEquipment, // energy saving
    ItForEfficiency,
    EnergySavingBuilding
}

/// @notice How the certificate of a project stands: without one, or planned, obtained, obtained again [G-1].
enum CertificateStatus {
    None,
    Planned,
    Obtained,
    Reobtained
}

/// @notice What an entry of the journal does: it gives money to a project, takes it back, moves it between projects, or between the two ways of
/// holding what is not allocated [G-3, G-5].
enum EntryKind {
    Allocation,
    Release,
    Reallocation,
    Holding
}

/// @notice The certificate of a project.
/// @param expiryDay the last day on which it is valid; 0 if it does not expire
/// @param documentHash the certificate, or the plan to obtain it; zero only without one
struct Certificate {
    CertificateStatus status;
    JstDay expiryDay;
    bytes32 documentHash;
}

/// @notice How a project was selected [G-7].
/// @param decidedBy who decided: the head of treasury and the internal departments concerned
/// @param frameworks the versions of the frameworks relied on, as Green Bond Principles 2021 and Green Bond Guidelines 2022
struct Selection {
    JstDay decidedDay;
    string decidedBy;
    string frameworks;
    bytes32 documentHash;
}

/// @notice A project, new or existing, as it was selected. Only its certificate can change.
/// @param beiE2 building energy index in 1/100, where it is known: 74 is 0.74, as of 協創棟 [E-3]. It tests energy-saving buildings only
/// @param completionDay when it is or was carried out or completed; it may lie ahead
/// @param facilityId the facility in the impact registry that shows what it does; zero for none
/// @param loanTo who is lent the money for it; empty if the issuer spends it itself [G-5]
/// @param exclusionHash the confirmation that nothing of G-2 excludes it
/// @param substitutes the projects to which the money goes if it cannot be allocated here [G-5]; empty for any
struct Project {
    ProjectCategory category;
    Criterion criterion;
    uint16 beiE2;
    JstDay completionDay;
    bytes32 facilityId;
    bytes32 exclusionHash;
    string name;
    string outline;
    string loanTo;
    Certificate certificate;
    Selection selection;
    bytes32[] substitutes;
}

/// @notice What a project has of the net proceeds, and how its certificate stands.
/// @param newYen for new spending
/// @param refinancedYen for refinancing
struct ProjectFunds {
    bytes32 projectId;
    Yen newYen;
    Yen refinancedYen;
    CertificateStatus certificate;
    JstDay certificateExpiryDay;
}

/// @notice An entry of the journal: `yen` moved from one account to another. Accounts are the two holdings and the projects, and a project has
/// two balances, for new spending and for refinancing.
/// @param day the day in Japan on which it was recorded; when the money moved stands in the document
struct Entry {
    EntryKind kind;
    JstDay day;
    Yen yen;
    bytes32 from;
    bytes32 to;
    bool fromRefinancing;
    bool toRefinancing;
    bytes32 documentHash;
}

/// @notice What was not allocated at the end of a quarter, as confirmed [G-3].
struct Quarter {
    JstDay quarterEndDay;
    JstDay trackedDay;
    Yen cashYen;
    Yen cashEquivalentsYen;
    bytes32 documentHash;
}

/// @notice The category to which a criterion belongs [G-1].
function categoryOf(Criterion criterion) pure returns (ProjectCategory) {
    if (criterion <= Criterion.LeedGold) return ProjectCategory.GreenBuilding;
    return criterion <= Criterion.GeneratingEquipment ? ProjectCategory.RenewableEnergy : ProjectCategory.EnergySaving;
}
