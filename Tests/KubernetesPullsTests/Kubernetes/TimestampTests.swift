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

@Suite struct DurationGoTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let text: String
    let nanoseconds: Int64?
    var testDescription: String { text }
  }

  @Test(arguments: [
    Row(text: "0", nanoseconds: 0),
    Row(text: "-0", nanoseconds: 0),
    Row(text: "00", nanoseconds: nil),
    Row(text: "0s", nanoseconds: 0),
    Row(text: "5s", nanoseconds: 5_000_000_000),
    Row(text: "+5s", nanoseconds: 5_000_000_000),
    Row(text: "-5s", nanoseconds: -5_000_000_000),
    Row(text: "1h30m", nanoseconds: 5_400_000_000_000),
    Row(text: "12h0m0s", nanoseconds: 43_200_000_000_000),
    Row(text: "1.5h", nanoseconds: 5_400_000_000_000),
    Row(text: ".5s", nanoseconds: 500_000_000),
    Row(text: "1.s", nanoseconds: 1_000_000_000),
    Row(text: ".s", nanoseconds: nil),
    Row(text: "10ms", nanoseconds: 10_000_000),
    Row(text: "7us", nanoseconds: 7_000),
    Row(text: "7\u{B5}s", nanoseconds: 7_000),
    Row(text: "7\u{3BC}s", nanoseconds: 7_000),
    Row(text: "3ns", nanoseconds: 3),
    Row(text: "9223372036854775807ns", nanoseconds: .max),
    Row(text: "9223372036854775808ns", nanoseconds: nil),
    Row(text: "-9223372036854775808ns", nanoseconds: .min),
    Row(text: "-9223372036854775809ns", nanoseconds: nil),
    Row(text: "2562047h", nanoseconds: 9_223_369_200_000_000_000),
    Row(text: "2562048h", nanoseconds: nil),
    Row(text: "99999999999999999999s", nanoseconds: nil),
    Row(text: "0.3333333333333333333h", nanoseconds: 1_200_000_000_000),
    Row(text: "0.33333333333333333333h", nanoseconds: 1_200_000_000_000),
    Row(text: "0.100000000000000000000h", nanoseconds: 360_000_000_000),
    Row(text: "0.830103483285477580700h", nanoseconds: 2_988_372_539_827),
    Row(text: "", nanoseconds: nil),
    Row(text: "-", nanoseconds: nil),
    Row(text: "3", nanoseconds: nil),
    Row(text: "s", nanoseconds: nil),
    Row(text: "1d", nanoseconds: nil),
    Row(text: "1 h", nanoseconds: nil),
    Row(text: "1h ", nanoseconds: nil),
    Row(text: "1H", nanoseconds: nil),
    Row(text: "1h-1m", nanoseconds: nil),
  ])
  func readsAsGoDoes(_ row: Row) {
    #expect(Duration(goDuration: row.text) == row.nanoseconds.map { .nanoseconds($0) })
  }
}
