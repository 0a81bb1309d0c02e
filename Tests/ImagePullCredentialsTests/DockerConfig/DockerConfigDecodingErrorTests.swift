import ImagePullCredentials
import Testing

@Suite("The error of decoding a docker config")
struct DockerConfigDecodingErrorTests {
  struct Row: Sendable, CustomStringConvertible {
    let json: [UInt8]
    let code: DockerConfig.DecodingError.Code
    let line: Int
    let column: Int
    let path: String

    init(
      _ json: String, _ code: DockerConfig.DecodingError.Code, _ line: Int, _ column: Int,
      _ path: String
    ) {
      (self.json, self.code) = (Array(json.utf8), code)
      (self.line, self.column, self.path) = (line, column, path)
    }

    var description: String { String(decoding: json, as: UTF8.self) }

    /// The byte at which the line and the column are.
    var offset: Int {
      let lines = json.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      return lines.prefix(line - 1).map { $0.count + 1 }.reduce(0, +) + column - 1
    }
  }

  @Test(
    "has the kind, the place and the path",
    arguments: [
      // Not JSON.
      Row("", .invalidJSON, 1, 1, ""), Row("\n ", .invalidJSON, 2, 2, ""),
      Row("\u{FEFF}{}", .invalidJSON, 1, 1, ""), Row("{} x", .invalidJSON, 1, 4, ""),
      Row("{}\n{}", .invalidJSON, 2, 1, ""), Row("nul", .invalidJSON, 1, 4, ""),
      Row(#"{"auths":{},}"#, .invalidJSON, 1, 13, ""),
      Row(#"{"auths":{"a":{"username":"u}}}"#, .invalidJSON, 1, 32, #"auths["a"].username"#),
      Row(
        "{\"auths\":{\"a\":\n{\"password\":\"\t\"}}}", .invalidJSON, 2, 14, #"auths["a"].password"#),
      Row(#"{"auths":{"a":{"auth":"\x"}}}"#, .invalidJSON, 1, 25, #"auths["a"].auth"#),
      Row(#"{"auths":{"a":{"x":01}}}"#, .invalidJSON, 1, 21, #"auths["a"]"#),
      Row(#"{"auths":{"a":{"x":tru}}}"#, .invalidJSON, 1, 23, #"auths["a"]"#),
      Row(#"{"auths":{"a"}}"#, .invalidJSON, 1, 14, "auths"),
      Row(#"{"x":'y'}"#, .invalidJSON, 1, 6, ""),
      // Of the wrong type.
      Row("[]", .typeMismatch, 1, 1, ""), Row("\n \"x\"", .typeMismatch, 2, 2, ""),
      Row("1", .typeMismatch, 1, 1, ""), Row("true", .typeMismatch, 1, 1, ""),
      Row(#"{"auths":[]}"#, .typeMismatch, 1, 10, "auths"),
      Row(#"{"auths":"x"}"#, .typeMismatch, 1, 10, "auths"),
      Row(#"{"auths":{"a":[]}}"#, .typeMismatch, 1, 15, #"auths["a"]"#),
      Row(#"{"auths":{"a":"dTpw"}}"#, .typeMismatch, 1, 15, #"auths["a"]"#),
      Row(#"{"auths":{"a":{"username":1}}}"#, .typeMismatch, 1, 27, #"auths["a"].username"#),
      Row(#"{"auths":{"a":{"password":true}}}"#, .typeMismatch, 1, 27, #"auths["a"].password"#),
      Row(#"{"auths":{"a":{"email":{}}}}"#, .typeMismatch, 1, 24, #"auths["a"].email"#),
      Row(#"{"auths":{"a":{"auth":["dTpw"]}}}"#, .typeMismatch, 1, 23, #"auths["a"].auth"#),
      Row(#"{"HttpHeaders":[]}"#, .typeMismatch, 1, 16, "HttpHeaders"),
      Row(#"{"HttpHeaders":{"X":1}}"#, .typeMismatch, 1, 21, #"HttpHeaders["X"]"#),
      Row(#"{"auths":{},"x":1,"HttpHeaders":1}"#, .typeMismatch, 1, 33, "HttpHeaders"),
      // The field auth.
      Row(#"{"auths":{"a":{"auth":"d-pw"}}}"#, .authNotBase64, 1, 25, #"auths["a"].auth"#),
      Row(#"{"auths":{"a":{"auth":"dTpw "}}}"#, .authNotBase64, 1, 28, #"auths["a"].auth"#),
      Row(#"{"auths":{"a":{"auth":"dTpwc"}}}"#, .authNotBase64, 1, 29, #"auths["a"].auth"#),
      // In a field with escapes the place is that of its first byte.
      Row(#"{"auths":{"a":{"auth":"\u0064-pw"}}}"#, .authNotBase64, 1, 24, #"auths["a"].auth"#),
      Row(#"{"auths":{"a":{"auth":"dXA="}}}"#, .authWithoutColon, 1, 24, #"auths["a"].auth"#),
      Row(#"{"auths":{"a":{"auth":"\n"}}}"#, .authWithoutColon, 1, 24, #"auths["a"].auth"#),
      Row(#"{"auths":{"a":{"auth":"dTr/"}}}"#, .authNotUTF8, 1, 24, #"auths["a"].auth"#),
      // Keys in the path: userinfo is left out.
      Row(#"{"auths":{"a":{},"u:p@b.io":1}}"#, .typeMismatch, 1, 29, #"auths["***@b.io"]"#),
    ])
  func rows(row: Row) throws {
    let error = try #require(throws: DockerConfig.DecodingError.self) {
      try DockerConfig(dockerConfigJSON: row.json)
    }
    #expect(error.code == row.code)
    #expect(error.line == row.line && error.column == row.column)
    #expect(error.offset == row.offset)
    #expect(error.path == row.path)
    let place = "line \(row.line), column \(row.column)" + (row.path.isEmpty ? "" : ", \(row.path)")
    #expect(error.description == "\(place): \(error.explanation)")
  }

  @Test(
    "of a dockercfg has the key alone for a path",
    arguments: [
      Row("[]", .typeMismatch, 1, 1, ""), Row(#"{"a":1}"#, .typeMismatch, 1, 6, #"["a"]"#),
      Row(#"{"a":{"auth":"dXA="}}"#, .authWithoutColon, 1, 15, #"["a"].auth"#),
    ])
  func dockercfg(row: Row) throws {
    let error = try #require(throws: DockerConfig.DecodingError.self) {
      try DockerConfig(dockercfg: row.json)
    }
    #expect(error.code == row.code && error.offset == row.offset && error.path == row.path)
  }

  @Test("says what is wrong and what would be right")
  func explanations() throws {
    let rows = [
      ("{,}", "unexpected byte"),
      ("\u{FEFF}{}", "there is a byte order mark before the value; remove it"),
      ("{}{}", "unexpected text after the end of the value"),
      ("[]", "expected an object or null; the kubelet rejects anything else"),
      (
        #"{"a":{"email":1}}"#,
        "expected a string or null; the kubelet rejects anything else"
      ),
      (
        #"{"a":{"auth":"d*"}}"#,
        "auth is not standard base64 (its byte 1); write base64(username:password)"
      ),
      (
        #"{"a":{"auth":"dXA="}}"#,
        "auth decodes to text without a colon; write base64(username:password)"
      ),
      (
        #"{"a":{"auth":"dTr/"}}"#,
        "auth decodes to bytes that are not UTF-8, which no container runtime accepts"
      ),
    ]
    for (json, explanation) in rows {
      let error = #expect(throws: DockerConfig.DecodingError.self, "\(json)") {
        try DockerConfig(dockercfg: json)
      }
      #expect(error?.explanation == explanation)
    }
  }

  @Test("comes at 10001 containers inside each other")
  func depth() throws {
    let value = String(repeating: "[", count: 9_999) + String(repeating: "]", count: 9_999)
    let error = try #require(throws: DockerConfig.DecodingError.self) {
      try DockerConfig(dockercfg: #"{"a":{"x":\#(value)}}"#)
    }
    #expect(error.code == .invalidJSON && error.offset == 10 + 9_998)
    #expect(error.explanation == "objects and arrays are nested more than 10000 deep")
  }

  @Test("is equal to one that is equal in all parts, and has a stable code")
  func equality() throws {
    func error(_ json: String) throws -> DockerConfig.DecodingError {
      try #require(throws: DockerConfig.DecodingError.self) { try DockerConfig(dockercfg: json) }
    }
    #expect(try error("[]") == error("[]"))
    #expect(try error("[]").code == error(#"{"a":1}"#).code)
    #expect(try error("[]") != error(#"{"a":1}"#))
    #expect(try error("[]").code != error("{").code)
    let made = DockerConfig.DecodingError(
      .typeMismatch, at: 7, line: 2, column: 3, path: "auths", explanation: "not an object")
    #expect(made.description == "line 2, column 3, auths: not an object")
    #expect(
      DockerConfig.DecodingError.Code.allCases.map(\.rawValue) == [
        "invalid-json", "type-mismatch", "auth-not-base64", "auth-without-colon", "auth-not-utf8",
        "too-large", "too-many-entries",
      ])
  }
}
