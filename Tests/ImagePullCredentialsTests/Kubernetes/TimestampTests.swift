import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls

@Suite struct TimestampTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0),
    ("1969-12-31T23:59:59Z", -1),
    ("2025-01-31T08:00:00Z", 1_738_310_400),
    ("2000-02-29T12:30:45Z", 951_827_445),
    ("2024-02-29T00:00:00Z", 1_709_164_800),
    ("2100-03-01T00:00:00Z", 4_107_542_400),
    ("0000-01-01T00:00:00Z", -62_167_219_200),
    ("9999-12-31T23:59:59Z", 253_402_300_799),
    ("2025-01-31T08:00:00.123456Z", 1_738_310_400),
    ("2025-01-31T10:00:00+02:00", 1_738_310_400),
    ("2025-01-31T00:30:00-07:30", 1_738_310_400),
    ("2025-01-31T08:00:00-00:00", 1_738_310_400),
    ("2025-01-31T8:00:00Z", 1_738_310_400),
    ("2025-01-31T08:00:00,1Z", 1_738_310_400),
    ("2025-02-01T08:00:00+24:00", 1_738_310_400),
    ("2025-01-31T09:00:00+00:60", 1_738_310_400),
  ]) func parses(text: String, seconds: Int64) {
    #expect(Timestamp(text)?.secondsSince1970 == seconds, "\(text)")
  }

  @Test(arguments: [
    "", "2025-01-31", "2025-01-31T08:00:00", "2025-01-31 08:00:00Z", "2025-01-31t08:00:00Z",
    "2025-01-31T08:00:00z", "2025-01-31T08:00Z", "2025-1-31T08:00:00Z", "25-01-31T08:00:00Z",
    "2025-00-31T08:00:00Z", "2025-13-01T08:00:00Z", "2025-01-00T08:00:00Z",
    "2025-01-32T08:00:00Z", "2025-04-31T08:00:00Z", "2025-02-29T08:00:00Z",
    "1900-02-29T08:00:00Z", "2025-01-31T24:00:00Z", "2025-01-31T08:60:00Z",
    "2025-01-31T23:59:60Z", "2025-01-31T08:00:00.Z", "2025-01-31T08:00:00,Z",
    "2025-01-31T08:00:00+25:00", "2025-01-31T08:00:00+02:61", "2025-01-31T008:00:00Z",
    "2025-01-31T:00:00Z", "2025-01-31T08:0:00Z", "2025-01-31T08:00:00+0200",
    "2025-01-31T08:00:00+2:00", "2025-01-31T08:00:00ZZ", " 2025-01-31T08:00:00Z",
    "2025-01-31T08:00:00Z\n", "-025-01-31T08:00:00Z", "２025-01-31T08:00:00Z",
  ]) func refuses(text: String) {
    #expect(Timestamp(text) == nil, "\(text)")
  }

  @Test(arguments: [
    "1970-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "2025-01-31T08:00:00Z",
    "2000-02-29T12:30:45Z", "2000-12-31T00:00:00Z", "2100-02-28T23:59:59Z",
    "0000-01-01T00:00:00Z", "0001-03-01T00:00:09Z", "9999-12-31T23:59:59Z",
  ]) func printsWhatItParsed(text: String) {
    #expect(Timestamp(text)?.description == text)
  }

  @Test func everyDayOfFourCenturiesPrintsAndParses() {
    for day in stride(from: Int64(-146_097), through: 146_097, by: 1) {
      let timestamp = Timestamp(secondsSince1970: day * 86_400 + 3)
      #expect(Timestamp(timestamp.description) == timestamp)
    }
  }

  @Test(arguments: [
    (Int64.min, "-9223372036854775808 s"), (-62_167_219_201, "-62167219201 s"),
    (253_402_300_800, "253402300800 s"), (Int64.max, "9223372036854775807 s"),
  ]) func printsSecondsOutsideTheYearsThatHaveAForm(seconds: Int64, text: String) {
    #expect(Timestamp(secondsSince1970: seconds).description == text)
  }

  @Test func comesInOrderOfTime() {
    #expect(Timestamp(secondsSince1970: -1) < Timestamp(secondsSince1970: 0))
    #expect(!(Timestamp(secondsSince1970: 0) < Timestamp(secondsSince1970: 0)))
  }
}
