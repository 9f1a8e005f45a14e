// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/colours.h"

#include <QIcon>
#include <QList>
#include <QPair>
#include <QString>
#include <QVariantMap>

#include <functional>

class QWidget;

namespace gatehouse::ui {

/// A tab of its own beside the view that opened it.
struct OpenDocument
{
    QString key; ///< Opening the same key twice shows the tab there is.
    QString title;
    QIcon icon;
    std::function<QWidget*(QWidget* parent)> make;
};

/// What is selected, as names and values.
struct Properties
{
    QString title;
    QList<QPair<QString, QString>> rows;
};

/// What a view may ask of the window around it.
class Navigator
{
public:
    Navigator() = default;
    Navigator(const Navigator&) = delete;
    Navigator& operator=(const Navigator&) = delete;
    virtual ~Navigator() = default;

    /// Shows a view; arguments are handed to it ("account", "call", …).
    virtual void go(const QString& viewId, const QVariantMap& arguments = {}) = 0;
    virtual void openDocument(const OpenDocument& document) = 0;
    /// Says something in the inline bar, with at most one button.
    virtual void tell(Accent meaning, const QString& text, const QString& action = {},
                      std::function<void()> onAction = {}) = 0;
    virtual void showProperties(const Properties& properties) = 0;
    /// A number at a view's name, with its meaning in words; empty takes it away.
    virtual void setBadge(const QString& viewId, const QString& badge, const QString& meaning = {},
                          Accent accent = Accent::Muted) = 0;
};

} // namespace gatehouse::ui
