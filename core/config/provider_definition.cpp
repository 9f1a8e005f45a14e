// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/provider_definition.h"

#include <algorithm>

namespace gatehouse::config {

const ApiProfile& ProviderDefinition::api(std::string_view name) const
{
    static const ApiProfile kNone;
    const auto found = apis.find(name);
    return found == apis.end() ? kNone : found->second;
}

const ResourceDefinition* ProviderDefinition::resource(std::string_view name) const
{
    const auto found = resources.find(name);
    return found == resources.end() ? nullptr : &found->second;
}

const MethodDefinition* ProviderDefinition::method(std::string_view resourceName,
                                                   std::string_view method) const
{
    const auto* owner = resource(resourceName);
    if (owner == nullptr) {
        return nullptr;
    }
    const auto found = owner->methods.find(method);
    return found == owner->methods.end() ? nullptr : &found->second;
}

const AuthScheme* ProviderDefinition::authScheme(std::string_view id) const
{
    const auto found = std::ranges::find(auth, id, &AuthScheme::id);
    return found == auth.end() ? nullptr : &*found;
}

const PaginationDefinition& ProviderDefinition::pagination(const ResourceDefinition& resource,
                                                           const MethodDefinition& method) const
{
    return method.pagination ? *method.pagination : api(resource.api).pagination;
}

} // namespace gatehouse::config
