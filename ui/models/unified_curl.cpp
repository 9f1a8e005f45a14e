// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/unified_curl.h"

#include "ui/models/text.h"

#include <QUrl>
#include <QUrlQuery>

namespace gatehouse::ui {

namespace {

std::string encoded(const std::string& text)
{
    return QUrl::toPercentEncoding(toQString(text)).toStdString();
}

std::string httpMethod(const std::string& method)
{
    if (method == "create") {
        return "POST";
    }
    if (method == "update") {
        return "PATCH";
    }
    return method == "delete" ? "DELETE" : "GET";
}

} // namespace

CurlRequest unifiedCurl(const UnifiedRequest& request, const std::string& bodyText, const std::string& apiUrl,
                        const std::filesystem::path& dataDir)
{
    CurlRequest curl;
    curl.method = httpMethod(request.method);
    curl.url = apiUrl + "/v1/unified/" + encoded(request.model) + '/' + encoded(request.resource);
    if (!request.id.empty()) {
        curl.url += '/' + encoded(request.id);
    }
    curl.url += "?account_id=" + encoded(request.accountId);
    for (const auto& [name, value] : request.query) {
        curl.url += '&' + encoded(name) + '=' + encoded(value);
    }
    if (request.remoteData) {
        curl.url += "&remote_data=true";
    }
    curl.bearerFrom = (dataDir / "api-key").string();
    if (!bodyText.empty()) {
        curl.headers.push_back({"Content-Type", "application/json"});
        curl.body = bodyText;
        curl.bodyBytes = static_cast<std::int64_t>(bodyText.size());
    }
    return curl;
}

std::vector<std::pair<std::string, std::string>> parseQuery(const QString& text)
{
    std::vector<std::pair<std::string, std::string>> pairs;
    QString plain = text.trimmed();
    if (plain.startsWith(u'?')) {
        plain.remove(0, 1);
    }
    const auto items = QUrlQuery(plain).queryItems(QUrl::FullyDecoded);
    for (const auto& [name, value] : items) {
        pairs.emplace_back(name.toStdString(), value.toStdString());
    }
    return pairs;
}

QString queryText(const std::vector<std::pair<std::string, std::string>>& query)
{
    QStringList items;
    for (const auto& [name, value] : query) {
        items.append(toQString(encoded(name) + '=' + encoded(value)));
    }
    return items.join(u'&');
}

} // namespace gatehouse::ui
