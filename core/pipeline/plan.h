// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/url.h"
#include "core/config/mapping.h"
#include "core/config/model.h"
#include "core/config/provider_definition.h"
#include "core/config/snapshot.h"
#include "core/pipeline/account_record.h"

#include <cstdint>
#include <memory>
#include <string>

namespace gatehouse::pipeline {

/// One API of one account: where it is called, by which rules, and how the account is let in. Immutable.
struct Target
{
    config::SnapshotPtr snapshot;
    AccountRecordPtr account;
    config::ProviderPtr provider;
    const config::ApiProfile* api = nullptr;
    const config::AuthScheme* auth = nullptr;
    Url baseUrl;                ///< Path without a '/' at its end.
    json::Document constant;    ///< {context, version}: what every template of a call may name.
    std::uint64_t revision = 0; ///< Of account and definitions together.
};

using TargetPtr = std::shared_ptr<const Target>;

/// Everything that is decided about a unified operation before a call: made once for a snapshot, an account
/// and an operation, and shared by all calls until one of the three changes. Immutable.
struct Plan
{
    TargetPtr target;
    std::string operation; ///< "crm.contacts.list"
    std::string method;    ///< list, get, create, update, delete
    config::ModelPtr model;
    const config::ModelResource* resource = nullptr;
    config::EffectiveMappingPtr mapping;
    const config::ResourceDefinition* providerResource = nullptr;
    /// Null when the mapping picks the provider's method by what is asked (EffectiveMapping::providerMethod).
    const config::MethodDefinition* providerMethod = nullptr;
};

using PlanPtr = std::shared_ptr<const Plan>;

} // namespace gatehouse::pipeline
