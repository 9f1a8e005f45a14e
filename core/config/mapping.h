// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/template.h"
#include "core/json/document.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::config {

/// From the one that yields to the one that wins.
enum class MappingLevel : std::uint8_t
{
    Platform,
    Environment,
    Account
};
/// "platform", "environment", "account".
[[nodiscard]] std::string_view mappingLevelName(MappingLevel level) noexcept;

/// Names what a mapping is for: one method of one unified resource at one provider.
struct MappingKey
{
    std::string integration;
    std::string model;
    std::string resource;

    auto operator<=>(const MappingKey&) const = default;
};

/// Where an expression stands.
struct MappingOrigin
{
    MappingLevel level = MappingLevel::Platform;
    std::string source; ///< File, or "override".
};

/// An expression of a lower level that a higher one replaced, for the user's eyes.
struct ShadowedExpression
{
    MappingOrigin origin;
    std::string text;
};

/// One output field and the expression that fills it. Expressions see the bindings of the mapping as members
/// of their input: response, headers, query, body, id, context, before, now (RFC 3339), raw.
struct MappedField
{
    std::vector<std::string> path; ///< Target: {"custom_fields","industry"}.
    std::string name;              ///< The same, dotted.
    std::string pointer;           ///< The same as an RFC 6901 pointer.
    jsonata::Expression expression;
    MappingOrigin origin;
    std::vector<ShadowedExpression> shadowed; ///< Nearest first.
    bool required = false;                    ///< The model demands it: when it fails, the record fails.
};

/// A field that this layer takes away from what the layers beneath and its own fields gave; applied last.
struct RemovedField
{
    std::vector<std::string> path;
    MappingOrigin origin;
};

/// One layer of an effective mapping: either fields, or one expression that gives a whole object.
struct MappingLayer
{
    /// Set: evaluated alone; its result (an object) is deep-merged over what the layers beneath gave. Also
    /// what "*" in a mapping becomes: an object merged into the place where it stands.
    std::optional<jsonata::Expression> whole;
    MappingOrigin wholeOrigin;

    /// Otherwise: in the order to be evaluated and set. A field whose path continues another field's path
    /// comes after it and is set into that field's result.
    std::vector<MappedField> fields;
    std::vector<RemovedField> removed;

    /// All fields that no other field overlaps, as one expression that builds the nested object in one go:
    /// for when no provenance and no isolation of errors is asked. Unset when there is nothing to gain.
    std::optional<jsonata::Expression> fused;
    std::vector<std::size_t> unfused; ///< Indexes into fields of those that fused does not cover.
};

/// The layers, lowest first. Normally one: object levels are merged when the mapping is compiled, and only a
/// whole-expression level in between needs results to be merged at run time.
struct FieldMap
{
    std::vector<MappingLayer> layers;

    [[nodiscard]] bool empty() const noexcept { return layers.empty(); }
};

enum class StepFailure : std::uint8_t
{
    Fail,  ///< The unified call fails as the step did.
    Ignore ///< before.<name> stays undefined.
};

/// A further call before or after the main one; its result is the binding before.<name> / after.<name>.
struct MappingStep
{
    std::string name;
    std::string resource; ///< Provider resource and method.
    std::string method;
    std::optional<jsonata::Expression> when; ///< → bool; unset: always.
    std::optional<jsonata::Expression> id;
    std::optional<jsonata::Expression> query; ///< → object.
    std::optional<jsonata::Expression> body;
    StepFailure onError = StepFailure::Fail;
    MappingOrigin origin;
};

/// What one unified method does at one provider for one account: all levels merged and compiled. Immutable.
struct EffectiveMapping
{
    MappingKey key;
    std::string method;           ///< Unified: list, get, create, update, delete.
    std::string providerResource; ///< In the provider definition.
    /// Usually plain text ("list"); with holes, which see {query, id, body, context}, it picks the method by
    /// what was asked ("{{query.updated_since ? 'search' : 'list'}}").
    Template providerMethod;

    FieldMap path;        ///< Unified request → values for {{path.x}} in the provider's path.
    FieldMap query;       ///< Unified query → provider query parameters.
    FieldMap requestBody; ///< Unified body → provider body.
    FieldMap response;    ///< Provider record → unified record.
    FieldMap error; ///< Provider error → {category?, message?, code?, retryable?}, over the definition's.
    std::vector<MappingStep> before;
    std::vector<MappingStep> after;

    /// What the response expressions read, as dotted paths without "response." (["Email","Account.Name"]):
    /// the `fields` of the provider's request templates, so that a provider that sends only what it is asked
    /// for is asked for what an override needs.
    json::Document sourceFields;
    json::Document document; ///< The merged mapping as a document.
};

using EffectiveMappingPtr = std::shared_ptr<const EffectiveMapping>;

/// The platform mapping of one resource, as a provider's folder gives it: one document a method, the file's
/// `shared` part already merged in. Checked and compiled once while loading. Immutable.
struct PlatformMapping
{
    MappingKey key;
    std::map<std::string, json::Document, std::less<>> methods;
    std::string source;         ///< File.
    std::uint64_t revision = 0; ///< Unique to this content; for caches.
    json::Document document;    ///< As it stands in the file.
};

using PlatformMappingPtr = std::shared_ptr<const PlatformMapping>;

} // namespace gatehouse::config
