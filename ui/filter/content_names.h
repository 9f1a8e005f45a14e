// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"
#include "ui/filter/content_term.h"
#include "ui/filter/recorded_content.h"
#include "ui/text/json_search.h"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace gatehouse::ui {

/// A name that a filter can ask for, and in how many of the rows looked at it stands.
struct ContentName
{
    std::string text; ///< "body.items.sku", "header.x-request-id"
    std::size_t rows = 0;
};

/// Collects paths of bodies and names of headers for completion: at most 500 of each, eight steps deep, the
/// first 20 elements of an array; bodies past 1 MiB are left out.
class ContentNames
{
public:
    void add(const RecordedContent& content);

    /// Those of paths, then those of headers; the commonest first.
    [[nodiscard]] std::vector<ContentName> paths() const { return sorted(m_paths); }

    [[nodiscard]] std::vector<ContentName> headers() const { return sorted(m_headers); }

private:
    struct Seen
    {
        std::size_t rows = 0;
        std::size_t last = 0; ///< The row in which it was seen last.
    };

    using Names = std::map<std::string, Seen>;

    [[nodiscard]] static std::vector<ContentName> sorted(const Names& names);
    void count(Names& names, std::string text) const;
    void walk(const json::Value& value, ContentPath& path);

    Names m_paths;
    Names m_headers;
    std::size_t m_rows = 0;
};

/// The term that finds rows with the same value in the same place, "body.items.sku = \"A1\"": a scalar of a
/// body. Elements of arrays are not told apart. Empty for what is no scalar, or too long to be typed.
[[nodiscard]] std::string contentExample(const json::Value& root, const JsonPath& path);

} // namespace gatehouse::ui
