import Testing

@testable import ImagePullCredentials

@Suite("A set of ASCII characters")
struct ASCIISetTests {
  private static let alphanumerics =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
  private static let controls = Array(UInt8(0)..<0x20) + [0x7F]

  @Test(
    "holds the characters that Go names, and no byte outside ASCII",
    arguments: [
      (ASCIISet.host, alphanumerics + "-_.~!$&'()*+,;=:[]<>\""),
      (.userinfo, alphanumerics + "-._:~!$&'()*+,;=%@"),
    ])
  func members(set: ASCIISet, expected: String) {
    #expect((UInt8.min...UInt8.max).filter(set.contains) == expected.utf8.sorted())
  }

  @Test("of control characters, and the classes of bytes that go with these sets")
  func classes() {
    let all = UInt8.min...UInt8.max
    #expect(all.filter(ASCIISet.control.contains) == Self.controls)
    #expect(all.filter(\.isPathPunctuation) == (Self.controls + "%?#".utf8).sorted())
    let name = all.filter { $0.isHostNameByte }
    #expect(
      name == all.filter { $0 >= 0x80 || ASCIISet.host.contains($0) && !":[]".utf8.contains($0) })
  }
}
