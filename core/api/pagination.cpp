// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/pagination.h"

#include <QByteArray>

namespace gatehouse::api {
namespace {

constexpr auto kBase64 = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

QByteArray viewOf(std::string_view text)
{
    return QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

std::string makeCursor(std::string_view sortKey)
{
    return viewOf(sortKey).toBase64(kBase64).toStdString();
}

Result<std::string> readCursor(std::string_view cursor)
{
    const auto decoded =
        QByteArray::fromBase64Encoding(viewOf(cursor), kBase64 | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || decoded.decoded.isEmpty()) {
        return fail(Errc::InvalidArgument,
                    "the cursor is not one that this list gave; start again without it");
    }
    return decoded.decoded.toStdString();
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
