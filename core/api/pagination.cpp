// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/pagination.h"

#include "core/api/text.h"

#include <QByteArray>

namespace gatehouse::api {
namespace {

constexpr auto kBase64 = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

QByteArray viewOf(std::string_view text)
{
    return QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size()));
}

/// What tells a cursor of ours from other text that happens to be base64.
constexpr std::string_view kMark = "after:";

} // namespace

std::string makeCursor(std::string_view sortKey)
{
    std::string marked(kMark);
    marked += sortKey;
    return viewOf(marked).toBase64(kBase64).toStdString();
}

Result<std::string> readCursor(std::string_view cursor)
{
    const auto decoded =
        QByteArray::fromBase64Encoding(viewOf(cursor), kBase64 | QByteArray::AbortOnBase64DecodingErrors);
    const auto text = decoded ? decoded.decoded.toStdString() : std::string();
    if (!text.starts_with(kMark) || text.size() == kMark.size() || !isUtf8(text)) {
        return fail(Errc::InvalidArgument,
                    "the cursor is not one that this list gave; start again without it");
    }
    return text.substr(kMark.size());
}

Result<PageRequest> PageRequest::read(const QueryParameters& query)
{
    PageRequest page;
    GH_ASSIGN(page.limit, query.number("limit", kDefaultPageSize, 1, kLargestPageSize));
    if (const auto cursor = query.get("cursor"); cursor && !cursor->empty()) {
        GH_ASSIGN(page.after, readCursor(*cursor));
    }
    return page;
}

} // namespace gatehouse::api
