import Foundation
import ImagePullCredentialsTesting
import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls

@Suite("Base64")
struct Base64Tests {
  /// What decoding comes to.
  enum Outcome: Equatable {
    case text(String)
    case failure(Int)
  }

  @Test(
    "with padding",
    arguments: [
      ("", .text("")), ("Zg==", .text("f")), ("Zm8=", .text("fo")), ("Zm9v", .text("foo")),
      ("Zm9vYg==", .text("foob")), ("Zm9vYmE=", .text("fooba")), ("Zm9vYmFy", .text("foobar")),
      ("/+8=", .text("\u{FFFD}\u{FFFD}")),
      // Line breaks are allowed anywhere, leftover bits are not checked.
      ("\nZ\rm\n9\r\nv\n", .text("foo")), ("Zg=\r\n=\n", .text("f")), ("Zm9v\n", .text("foo")),
      ("Zh==", .text("f")), ("Zm9=", .text("fo")),
      // Too short, or with too much.
      ("Z", .failure(1)), ("Zg", .failure(2)), ("Zm8", .failure(3)), ("Zg=", .failure(3)),
      ("Zg=\n", .failure(4)), ("=", .failure(0)), ("Z===", .failure(1)), ("Zg===", .failure(4)),
      ("Zm8==", .failure(4)), ("Zm9v=", .failure(4)), ("Zg==Zg==", .failure(4)),
      ("Zg=a", .failure(3)), ("Zm8=a", .failure(4)), ("Zm8=\na", .failure(5)),
      // Outside the alphabet.
      ("Zm9v Zm9v", .failure(4)), (" Zm9v", .failure(0)), ("Zm9v ", .failure(4)),
      ("Zm9v\t", .failure(4)), ("Zm-v", .failure(2)), ("Zm_v", .failure(2)), ("Zmü=", .failure(2)),
      ("Zm9vZm9vZm9*", .failure(11)), ("Zm9v\u{0}", .failure(4)),
    ] as [(String, Outcome)])
  func padded(text: String, expected: Outcome) {
    #expect(decode(text, .required) == expected)
  }

  @Test(
    "without padding",
    arguments: [
      ("", .text("")), ("Zg", .text("f")), ("Zm8", .text("fo")), ("Zm9v", .text("foo")),
      ("Zm9vYg", .text("foob")), ("Z\ng\n", .text("f")), ("Zh", .text("f")),
      ("Z", .failure(1)), ("Zm9vY", .failure(5)), ("Z\n", .failure(2)),
      ("Zg==", .failure(2)), ("Zm8=", .failure(3)), ("=", .failure(0)), ("Zg ", .failure(2)),
    ] as [(String, Outcome)])
  func unpadded(text: String, expected: Outcome) {
    #expect(decode(text, .absent) == expected)
  }

  @Test("decodes what was encoded, line breaks or none")
  func readsBack() throws {
    var random = SeededGenerator(seed: 13)
    for count in 0..<200 {
      let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
      let padded = Data(bytes).base64EncodedString()
      var broken = ""
      for character in padded {
        if random.once(in: 5) { broken += random.pick(["\n", "\r", "\r\n"]) }
        broken.append(character)
      }
      for (text, padding) in [
        (padded, Base64.Padding.required), (broken, .required),
        (padded.filter { $0 != "=" }, .absent), (broken.filter { $0 != "=" }, .absent),
      ] {
        var output: [UInt8] = []
        try Base64.decode(text.utf8.span, padding: padding, appendingTo: &output)
        #expect(output == bytes, "\(text.debugDescription)")
      }
    }
  }

  private func decode(_ text: String, _ padding: Base64.Padding) -> Outcome {
    var output = Array("kept:".utf8)
    do throws(Base64.Failure) {
      try Base64.decode(text.utf8.span, padding: padding, appendingTo: &output)
    } catch {
      return .failure(error.offset)
    }
    #expect(output.starts(with: "kept:".utf8))
    return .text(String(decoding: output.dropFirst(5), as: UTF8.self))
  }
}
