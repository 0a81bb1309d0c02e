import Testing

@testable import ImagePullCredentials

@Suite("A set of ASCII characters")
struct ASCIISetTests {
  private static let alphanumerics =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
  private static let controls = String(
    String.UnicodeScalarView(((0..<0x20) + [0x7F]).map { Unicode.Scalar(UInt8($0)) }))

  @Test(
    "holds the characters that Go names, and no byte outside ASCII",
    arguments: [
      (ASCIISet.host, alphanumerics + "-_.~!$&'()*+,;=:[]<>\""),
      (.hostPunctuation, ":[]"),
      (.host.subtracting(.hostPunctuation), alphanumerics + "-_.~!$&'()*+,;=<>\""),
      (.userinfo, alphanumerics + "-._:~!$&'()*+,;=%@"), (.control, controls),
      (.pathPunctuation, controls + "%?#"), (.digits, "0123456789"),
    ])
  func members(set: ASCIISet, expected: String) {
    #expect((UInt8.min...UInt8.max).filter(set.contains) == expected.utf8.sorted())
  }
}
