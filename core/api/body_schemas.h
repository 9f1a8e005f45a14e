// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/route.h"
#include "core/base/error.h"
#include "core/json/value.h"
#include "core/schema/schema.h"

#include <memory>
#include <unordered_map>

namespace gatehouse::api {

/// What openapi.json says of the bodies of requests, applied to them: a field of the wrong type is refused by
/// its pointer instead of being passed over. Fields that the document does not know are left to the handlers,
/// so that older nodes serve newer clients. Lives on the server's thread.
class BodySchemas
{
public:
    /// Errc::InvalidArgument with the pointer of the first thing that is wrong. A null beside a POST's
    /// optional field stands for a field that was left out.
    [[nodiscard]] Status check(const Route& route, const json::Value& body);

private:
    [[nodiscard]] const schema::Schema& schemaOf(const Route& route);

    /// Made when a route is first used: an idle node holds none.
    std::unordered_map<const Route*, schema::Schema> m_schemas;
};

} // namespace gatehouse::api
