import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls

@Suite("An auth field")
struct AuthFieldTests {
  enum Outcome: Equatable {
    case login(username: String, password: String)
    case notBase64(Int)
    case withoutColon
    case notUTF8
  }

  @Test(
    "is base64 of username and password around its first colon",
    arguments: [
      ("dTpw", .login(username: "u", password: "p")),
      ("dTo=", .login(username: "u", password: "")), ("dTo", .login(username: "u", password: "")),
      ("OnA=", .login(username: "", password: "p")), ("Og==", .login(username: "", password: "")),
      ("dTpwOnE6", .login(username: "u", password: "p:q:")),
      ("w7w6w7w=", .login(username: "ü", password: "ü")),
      ("dTpwCg==", .login(username: "u", password: "p\n")),
      ("dTpwAA==", .login(username: "u", password: "p\u{0}")),
      // Line breaks do not hide the padding.
      ("d\r\nTo=\r\n", .login(username: "u", password: "")),
      ("dT\no\n", .login(username: "u", password: "")),
      ("dTp_", .notBase64(3)), ("dXA=", .withoutColon), ("", .withoutColon), ("\n", .withoutColon),
      ("dTr/", .notUTF8), ("/zpw", .notUTF8), ("/w==", .withoutColon),
      ("dTo==", .notBase64(4)), ("dTpw=", .notBase64(4)),
      ("dTp", .login(username: "u", password: "")),
      ("dTpwc", .notBase64(5)), ("u:p", .notBase64(1)),
      // White space around the text is not part of it for the padding, and is for the decoding.
      (" dTo=", .notBase64(0)), ("dTo= ", .notBase64(4)), ("dTo=\t\n", .notBase64(4)),
      ("dTo=\u{B}", .notBase64(4)), ("dTo ", .notBase64(3)), ("dTo=\u{A0}", .notBase64(3)),
    ] as [(String, Outcome)])
  func decodes(field: String, expected: Outcome) {
    var document = DocumentBuilder(records: 0, text: 0)
    document.append("x:".utf8.span)
    let outcome: Outcome
    do throws(AuthField.Failure) {
      let colon = try AuthField.decode(field.utf8.span, appendingTo: &document)
      let output = Array(copying: document.text)
      outcome = .login(
        username: String(decoding: output[2..<colon], as: UTF8.self),
        password: String(decoding: output[(colon + 1)...], as: UTF8.self))
    } catch {
      switch error {
      case .notBase64(let offset): outcome = .notBase64(offset)
      case .withoutColon: outcome = .withoutColon
      case .notUTF8: outcome = .notUTF8
      }
    }
    #expect(outcome == expected)
  }
}
