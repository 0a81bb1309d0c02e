import KubernetesPulls
import Testing

@testable import ImagePullCredentials

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
