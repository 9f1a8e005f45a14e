// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace gatehouse::ui {

/// Every question that opens a window of the desktop goes through here, so that a test can answer it. The
/// answer comes later, never while asking: no dialog runs a loop of its own.
class Dialogs
{
public:
    Dialogs() = default;
    Dialogs(const Dialogs&) = delete;
    Dialogs& operator=(const Dialogs&) = delete;
    virtual ~Dialogs() = default;

    using Path = std::function<void(const QString& path)>; ///< Not called when the person cancels.

    virtual void saveFile(QWidget* parent, const QString& title, const QString& suggestedName,
                          Path chosen) = 0;
    /// filter: as QFileDialog takes it, "JSON (*.json)".
    virtual void openFile(QWidget* parent, const QString& title, const QString& filter, Path chosen) = 0;
    virtual void openFolder(QWidget* parent, const QString& title, const QString& from, Path chosen) = 0;
    /// Shows a file or folder with the desktop's own program.
    virtual void reveal(const QString& path) = 0;
    /// Opens an address in the person's own browser; false when there is none.
    virtual bool browse(const QString& url) = 0;
};

/// Qt's own dialogs.
class DesktopDialogs final : public Dialogs
{
public:
    void saveFile(QWidget* parent, const QString& title, const QString& suggestedName, Path chosen) override;
    void openFile(QWidget* parent, const QString& title, const QString& filter, Path chosen) override;
    void openFolder(QWidget* parent, const QString& title, const QString& from, Path chosen) override;
    void reveal(const QString& path) override;
    bool browse(const QString& url) override;
};

} // namespace gatehouse::ui
