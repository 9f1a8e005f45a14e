// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/jsonata/extra/evaluate.h"

#include <gtest/gtest.h>

namespace gatehouse::jsonata {
namespace {

TEST(JsonataDateParse, knowsTheUsualFormsByThemselves)
{
    EXPECT_EQ(evaluated("$dateParse('2018-06-28T12:00:00Z')"), "1530187200000");
    EXPECT_EQ(evaluated("$dateParse('2018-06-28T12:00:00.000+0000')"), "1530187200000");
    EXPECT_EQ(evaluated("$dateParse('2018-06-28T14:00+02:00')"), "1530187200000");
    EXPECT_EQ(evaluated("$dateParse('2018-06-28 12:00:00')"), "1530187200000");
    EXPECT_EQ(evaluated("$dateParse('2018-06-28 14:00:00+02:00')"), "1530187200000");
    EXPECT_EQ(evaluated("$dateParse('Thu, 28 Jun 2018 12:00:00 GMT')"), "1530187200000");
    EXPECT_EQ(evaluated("$dateParse('Thu, 28 Jun 2018 08:00:00 -0400')"), "1530187200000");
    EXPECT_EQ(evaluated("$dateParse('/Date(1530187200000+0200)/')"), "1530187200000");
    EXPECT_EQ(evaluated("$dateParse('1530187200')"), "1530187200000");
    EXPECT_EQ(evaluated("$dateParse('1530187200000')"), "1530187200000");
    EXPECT_EQ(evaluated("$dateParse('20180628')"), "1530144000000");
    EXPECT_EQ(evaluated("$dateParse('2018-06-28')"), "1530144000000");
}

TEST(JsonataDateParse, readsVendorFormats)
{
    EXPECT_EQ(evaluated("$dateParse('06/28/2018 02:05 PM', 'MM/dd/yyyy hh:mm a')"), "1530194700000");
    EXPECT_EQ(evaluated("$dateParse('28.6.18', 'd.M.yy')"), "1530144000000");
    EXPECT_EQ(evaluated("$dateParse('20180628140506123', 'yyyyMMddHHmmssSSS')"), "1530194706123");
    EXPECT_EQ(evaluated("$dateParse('28 June 2018', 'd MMMM yyyy')"), "1530144000000");
    EXPECT_EQ(evaluated("$dateParse('2018-06-28T14:05:06+0200', \"yyyy-MM-dd'T'HH:mm:ssZ\")"),
              "1530187506000");
    EXPECT_EQ(evaluated("$dateParse('28/Jun/2018 14:05', '%d/%b/%Y %H:%M')"), "1530194700000");
    EXPECT_EQ(evaluated("$dateParse('1530187200.5', 'unix')"), "1530187200500");
    EXPECT_EQ(evaluated("$dateParse('43279.5', 'spreadsheet')"), "1530187200000");
    EXPECT_EQ(evaluated("$dateParse('2018-179', 'yyyy-DDD')"), "1530144000000");
    EXPECT_EQ(evaluated("$dateParse('2018-06-28 08:00 America/New_York', 'yyyy-MM-dd HH:mm z')"),
              "1530187200000");
}

TEST(JsonataDateParse, takesTextsWithoutAZoneInTheGivenOne)
{
    EXPECT_EQ(evaluated("$dateParse('2018-06-28T14:00:00', '', 'Europe/Berlin')"), "1530187200000");
    EXPECT_EQ(evaluated("$dateParse('2018-12-28T14:00:00', '', 'Europe/Berlin')"), "1546002000000");
    EXPECT_EQ(evaluated("$dateParse('2018-06-28T12:00:00Z', '', 'Europe/Berlin')"), "1530187200000");
    EXPECT_EQ(evaluated("$dateParse('2018-06-28 12:00:00', '', '-03:30')"), "1530199800000");
    // The clock goes from 02:00 to 03:00, and from 03:00 to 02:00.
    EXPECT_EQ(evaluated("$dateParse('2018-03-25T02:30:00', '', 'Europe/Berlin')"), "1521939600000");
    EXPECT_EQ(evaluated("$dateParse('2018-10-28T02:30:00', '', 'Europe/Berlin')"), "1540686600000");
}

TEST(JsonataDateParse, refusesWhatIsNoDate)
{
    EXPECT_EQ(evaluated("$dateParse('tomorrow')"), "G1002");
    EXPECT_EQ(evaluated("$dateParse('2018-02-30', 'yyyy-MM-dd')"), "G1002");
    EXPECT_EQ(evaluated("$dateParse('2018-13-01', 'yyyy-MM-dd')"), "G1002");
    EXPECT_EQ(evaluated("$dateParse('2018-06-28x', 'yyyy-MM-dd')"), "G1002");
    EXPECT_EQ(evaluated("$dateParse('', 'yyyy')"), "G1002");
    EXPECT_EQ(evaluated("$dateParse('2018', 'jjj')"), "G1001");
    EXPECT_EQ(evaluated("$dateParse('2018', '%Q')"), "G1001");
    EXPECT_EQ(evaluated("$dateParse('2018-06-28', '', 'Mars/Olympus')"), "G1003");
    EXPECT_EQ(evaluated("$dateParse(nothing)"), "undefined");
}

TEST(JsonataDateFormat, writesFormatsAndZones)
{
    EXPECT_EQ(evaluated("$dateFormat(1530187200000)"), "\"2018-06-28T12:00:00.000Z\"");
    EXPECT_EQ(evaluated("$dateFormat(1530187200000, 'iso', 'Europe/Berlin')"),
              "\"2018-06-28T14:00:00.000+02:00\"");
    EXPECT_EQ(evaluated("$dateFormat(1530187200000, 'EEEE, d MMMM yyyy h:mm a', 'America/New_York')"),
              "\"Thursday, 28 June 2018 8:00 AM\"");
    EXPECT_EQ(evaluated("$dateFormat(1530187200000, '%Y%m%d%H%M%S')"), "\"20180628120000\"");
    EXPECT_EQ(evaluated("$dateFormat(1530187200123, \"yyyy-MM-dd'T'HH:mm:ss.SSZ\", '-03:30')"),
              "\"2018-06-28T08:30:00.12-0330\"");
    EXPECT_EQ(evaluated("$dateFormat(1530187200000, 'rfc2822')"), "\"Thu, 28 Jun 2018 12:00:00 +0000\"");
    EXPECT_EQ(evaluated("$dateFormat(1530187200000, 'unix')"), "\"1530187200\"");
    EXPECT_EQ(evaluated("$dateFormat(1530187200000, 'slash_date')"), "\"/Date(1530187200000)/\"");
    EXPECT_EQ(evaluated("$dateFormat(1530187200000, 'spreadsheet')"), "\"43279.5\"");
    EXPECT_EQ(evaluated("$dateFormat('2018-06-28 12:00:00', 'date')"), "\"2018-06-28\"");
    EXPECT_EQ(evaluated("$dateFormat(1530187200000, \"'Q'Q DDD 'o''clock'\")"), "\"Q2 179 o'clock\"");
    EXPECT_EQ(evaluated("$dateFormat('never')"), "G1002");
    EXPECT_EQ(evaluated("$dateFormat(1e300)"), "G1001");
    EXPECT_EQ(evaluated("$dateFormat(0, 'iso', 'Nowhere')"), "G1003");
    EXPECT_EQ(evaluated("$dateFormat(nothing)"), "undefined");
}

TEST(JsonataDateFormat, comesBackThroughParse)
{
    EXPECT_EQ(evaluated("$dateParse($dateFormat(1530194706123, 'dd/MM/yy HH:mm:ss.SSS XXX', 'Asia/Kolkata'), "
                        "'dd/MM/yy HH:mm:ss.SSS XXX')"),
              "1530194706123");
}

} // namespace
} // namespace gatehouse::jsonata
