import Testing

@testable import ImagePullCredentials

@Suite struct GoDurationTests {
  @Test(arguments: [
    ("0", 0), ("0s", 0), ("1h", 3_600), ("1h30m", 5_400), ("1.5h", 5_400), ("90s", 90),
    ("1h0m0s", 3_600), ("999ms", 0), ("1000ms", 1), ("-1h", -3_600), ("+2m", 120), (".5h", 1_800),
  ])
  func reads(text: String, seconds: Int64) {
    #expect(GoDuration(text)?.seconds == seconds)
  }

  @Test(arguments: ["", "1", "h", "1d", "-", "1h 30m", "1h-30m", "one", "1..5h", "99999999999999h"])
  func refuses(text: String) {
    #expect(GoDuration(text) == nil)
  }
}
