// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/hex_area.h"

#include "ui/theme/colours.h"
#include "ui/theme/metrics.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace gatehouse::ui {

namespace {

constexpr std::size_t kWideRow = 16;
constexpr std::size_t kNarrowRow = 8;
constexpr int kOffsetCells = 8;
constexpr int kBetween = 2;                                ///< Cells between the three parts.
constexpr std::size_t kMostCopied = std::size_t{1} << 20U; ///< Bytes; three characters each.

constexpr char kDigits[] = "0123456789abcdef";

void appendHex(std::string& text, char byte)
{
    const auto value = static_cast<unsigned char>(byte);
    text += kDigits[value >> 4U];
    text += kDigits[value & 15U];
}

QChar shownByte(char byte)
{
    return byte >= 0x20 && byte < 0x7f ? QChar(QLatin1Char(byte)) : QChar(u'·');
}

int hexDigit(char c)
{
    const char lowered = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    return c >= '0' && c <= '9' ? c - '0' : lowered >= 'a' && lowered <= 'f' ? lowered - 'a' + 10 : -1;
}

} // namespace

std::string hexNeedle(const std::string& text)
{
    if (!text.starts_with("0x")) {
        return text;
    }
    std::string bytes;
    int high = -1;
    for (const char c : text.substr(2)) {
        const int digit = hexDigit(c);
        if (c == ' ') {
            continue;
        }
        if (digit < 0) {
            return {};
        }
        if (high < 0) {
            high = digit;
        } else {
            bytes += static_cast<char>(high * 16 + digit);
            high = -1;
        }
    }
    return high < 0 ? bytes : std::string();
}

HexArea::HexArea(QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_bytes(std::make_shared<const PayloadText>(std::string()))
{
    setObjectName(QStringLiteral("hexArea"));
    setFont(monoFont());
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setCursor(Qt::IBeamCursor);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void HexArea::setBytes(PayloadTextPtr bytes)
{
    m_bytes = std::move(bytes);
    m_anchor = m_cursor = 0;
    setMarks(nullptr, 0, 0);
    verticalScrollBar()->setValue(0);
    updateRange();
}

void HexArea::setMarks(Marks offsets, std::size_t length, std::size_t current)
{
    m_marks = std::move(offsets);
    m_markLength = length;
    m_currentMark = current;
    viewport()->update();
}

void HexArea::select(std::size_t from, std::size_t to)
{
    m_anchor = std::min(from, m_bytes->bytes.size());
    m_cursor = std::min(to, m_bytes->bytes.size());
    viewport()->update();
}

std::string HexArea::selectedHex() const
{
    std::string text;
    const auto from = std::min(m_anchor, m_cursor);
    const auto count = std::min(std::max(m_anchor, m_cursor) - from, kMostCopied);
    for (const char byte : std::string_view(m_bytes->bytes).substr(from, count)) {
        text += text.empty() ? "" : " ";
        appendHex(text, byte);
    }
    return text;
}

void HexArea::copy() const
{
    if (m_anchor != m_cursor) {
        QApplication::clipboard()->setText(QString::fromStdString(selectedHex()));
    }
}

int HexArea::cellWidth() const
{
    return fontMetrics().horizontalAdvance(u'0');
}

int HexArea::lineHeight() const
{
    return fontMetrics().height() + 2;
}

int HexArea::rows() const
{
    return static_cast<int>((m_bytes->bytes.size() + m_columns - 1) / m_columns);
}

QString HexArea::rowText(std::size_t row) const
{
    const auto bytes =
        std::string_view(m_bytes->bytes).substr(std::min(row * m_columns, m_bytes->bytes.size()), m_columns);
    QString text = QStringLiteral("%1").arg(row * m_columns, kOffsetCells, 16, QLatin1Char('0'));
    text += QStringLiteral("  ");
    std::string hex;
    QString readable;
    for (const char byte : bytes) {
        appendHex(hex, byte);
        hex += ' ';
        readable += shownByte(byte);
    }
    hex.resize(m_columns * 3, ' ');
    return text % QString::fromStdString(hex) % u' ' % readable;
}

std::optional<QColor> HexArea::backgroundOf(std::size_t offset) const
{
    if (offset >= std::min(m_anchor, m_cursor) && offset < std::max(m_anchor, m_cursor)) {
        return palette().color(QPalette::Highlight);
    }
    if (!m_marks || m_markLength == 0) {
        return std::nullopt;
    }
    const auto after = std::upper_bound(m_marks->begin(), m_marks->end(), offset);
    if (after == m_marks->begin() || offset >= *std::prev(after) + m_markLength) {
        return std::nullopt;
    }
    const auto hit = static_cast<std::size_t>(std::prev(after) - m_marks->begin());
    return foundColour(isDark(palette()), hit == m_currentMark);
}

void HexArea::paintRow(QPainter& painter, std::size_t row, int y) const
{
    const int cell = cellWidth();
    const int left = kGap;
    const int hexAt = left + (kOffsetCells + kBetween) * cell;
    const int textAt = hexAt + (static_cast<int>(m_columns) * 3 + 1) * cell;
    const auto first = row * m_columns;
    const auto end = std::min(first + m_columns, m_bytes->bytes.size());
    for (auto offset = first; offset < end; ++offset) {
        if (const auto background = backgroundOf(offset)) {
            const int column = static_cast<int>(offset - first);
            painter.fillRect(hexAt + column * 3 * cell, y, 2 * cell, lineHeight(), *background);
            painter.fillRect(textAt + column * cell, y, cell, lineHeight(), *background);
        }
    }
    const QString text = rowText(row);
    const QRect line(left, y, viewport()->width(), lineHeight());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(line, Qt::AlignVCenter, text.left(kOffsetCells));
    painter.setPen(palette().color(QPalette::Text));
    painter.drawText(line.adjusted(hexAt - left, 0, 0, 0), Qt::AlignVCenter,
                     text.mid(kOffsetCells + kBetween));
}

void HexArea::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), palette().color(QPalette::Base));
    const int first = verticalScrollBar()->value();
    const int last = std::min(rows(), first + viewport()->height() / lineHeight() + 2);
    for (int row = first; row < last; ++row) {
        paintRow(painter, static_cast<std::size_t>(row), (row - first) * lineHeight());
    }
    if (hasFocus() && m_anchor == m_cursor) {
        const int row = static_cast<int>(m_cursor / m_columns);
        const int x =
            kGap + (kOffsetCells + kBetween + static_cast<int>(m_cursor % m_columns) * 3) * cellWidth();
        painter.fillRect(x - 1, (row - first) * lineHeight(), 1, lineHeight(),
                         palette().color(QPalette::Text));
    }
}

void HexArea::updateRange()
{
    const int needed = kGap + (kOffsetCells + kBetween + static_cast<int>(kWideRow) * 4 + 1) * cellWidth();
    m_columns = viewport()->width() >= needed ? kWideRow : kNarrowRow;
    const int visible = std::max(1, viewport()->height() / lineHeight());
    verticalScrollBar()->setRange(0, std::max(0, rows() - visible));
    verticalScrollBar()->setPageStep(visible);
    viewport()->update();
}

void HexArea::resizeEvent(QResizeEvent* event)
{
    const auto top = static_cast<std::size_t>(verticalScrollBar()->value()) * m_columns;
    QAbstractScrollArea::resizeEvent(event);
    updateRange();
    verticalScrollBar()->setValue(static_cast<int>(top / m_columns));
}

void HexArea::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange) {
        updateRange();
    }
}

QSize HexArea::sizeHint() const
{
    return {cellWidth() * 48, lineHeight() * 10};
}

std::size_t HexArea::offsetAt(QPoint position) const
{
    const int cell = cellWidth();
    const int hexAt = kGap + (kOffsetCells + kBetween) * cell;
    const int textAt = hexAt + (static_cast<int>(m_columns) * 3 + 1) * cell;
    const int column = position.x() >= textAt ? (position.x() - textAt) / cell
                                              : (position.x() - hexAt + cell / 2) / (3 * cell);
    const int row = std::max(0, verticalScrollBar()->value() + position.y() / lineHeight());
    const auto inRow = static_cast<std::size_t>(std::clamp(column, 0, static_cast<int>(m_columns)));
    return std::min(static_cast<std::size_t>(row) * m_columns + inRow, m_bytes->bytes.size());
}

void HexArea::moveTo(std::size_t offset, bool extend)
{
    m_cursor = std::min(offset, m_bytes->bytes.size());
    m_anchor = extend ? m_anchor : m_cursor;
    scrollTo(m_cursor);
    viewport()->update();
}

void HexArea::scrollTo(std::size_t offset)
{
    const int row = static_cast<int>(offset / m_columns);
    const int visible = std::max(1, viewport()->height() / lineHeight());
    auto* bar = verticalScrollBar();
    if (row < bar->value()) {
        bar->setValue(row);
    } else if (row >= bar->value() + visible) {
        bar->setValue(row - visible + 1);
    }
}

void HexArea::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) {
        moveTo(offsetAt(event->position().toPoint()), event->modifiers().testFlag(Qt::ShiftModifier));
    }
}

void HexArea::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons().testFlag(Qt::LeftButton)) {
        moveTo(offsetAt(event->position().toPoint()), true);
    }
}

void HexArea::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        copy();
        return;
    }
    if (event->matches(QKeySequence::SelectAll)) {
        select(0, m_bytes->bytes.size());
        return;
    }
    const auto page = static_cast<std::ptrdiff_t>(verticalScrollBar()->pageStep());
    const auto columns = static_cast<std::ptrdiff_t>(m_columns);
    std::ptrdiff_t by = 0;
    switch (event->key()) {
    case Qt::Key_Left:
        by = -1;
        break;
    case Qt::Key_Right:
        by = 1;
        break;
    case Qt::Key_Up:
        by = -columns;
        break;
    case Qt::Key_Down:
        by = columns;
        break;
    case Qt::Key_PageUp:
        by = -columns * page;
        break;
    case Qt::Key_PageDown:
        by = columns * page;
        break;
    case Qt::Key_Home:
        by = -static_cast<std::ptrdiff_t>(m_cursor);
        break;
    case Qt::Key_End:
        by = static_cast<std::ptrdiff_t>(m_bytes->bytes.size() - m_cursor);
        break;
    default:
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    const auto at = std::max<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(m_cursor) + by);
    moveTo(static_cast<std::size_t>(at), event->modifiers().testFlag(Qt::ShiftModifier));
}

} // namespace gatehouse::ui
