// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/files.h"

#include <QFile>
#include <QSaveFile>

namespace gatehouse::ui {

QString writeWholeFile(const QString& path, const std::string& text, FileAccess access)
{
    QSaveFile file(path);
    bool good = file.open(QIODevice::WriteOnly);
    if (good && access == FileAccess::OwnerOnly) {
        good = file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    }
    const auto size = static_cast<qint64>(text.size());
    good = good && file.write(text.data(), size) == size && file.commit();
    return good ? QString() : file.errorString();
}

Result<std::string> readWholeFile(const QString& path, qint64 most)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(Errc::Unavailable, file.errorString().toStdString());
    }
    const QByteArray bytes = file.read(most + 1);
    if (bytes.size() > most) {
        return fail(Errc::LimitExceeded, "the file is larger than can be read");
    }
    return bytes.toStdString();
}

} // namespace gatehouse::ui
