import Foundation
import ImagePullCredentials
import KubernetesPulls
import Testing

/// Codes, errors and texts as clients use them: compared, listed, stored, and made in tests.
@Suite struct ValueTests {
  private static func expectOnePattern<Code: StableCode>(_ type: Code.Type) throws {
    let codes = Array(type.allCases)
    #expect(Set(codes).count == codes.count)
    for code in codes {
      #expect(
        code.rawValue.utf8.allSatisfy { "abcdefghijklmnopqrstuvwxyz0123456789-".utf8.contains($0) })
      #expect(code.description == code.rawValue)
    }
    let stored = try JSONEncoder().encode(codes)
    #expect(try JSONDecoder().decode([String].self, from: stored) == codes.map(\.rawValue))
    #expect(try JSONDecoder().decode([Code].self, from: stored) == codes)
  }

  @Test func codesAreOfOnePattern() throws {
    try Self.expectOnePattern(KubernetesObjects.DecodingError.Code.self)
    try Self.expectOnePattern(ObjectNameError.Code.self)
    try Self.expectOnePattern(PullSecretManifest.CreationError.Code.self)
    try Self.expectOnePattern(Secret.UpdateError.Code.self)
    try Self.expectOnePattern(CredentialGap.Code.self)
    try Self.expectOnePattern(FieldViolation.Code.self)
    try Self.expectOnePattern(ImageAccessDecision.Rule.self)
    try Self.expectOnePattern(PullResolution.ServiceAccountUse.self)
    try Self.expectOnePattern(RegistryClient.self)
    try Self.expectOnePattern(KeyUse.Rule.self)
    try Self.expectOnePattern(ImageAccessPolicy.ConfigurationError.Code.self)
  }

  /// A client without rules cannot be made: neither by name nor from what somebody stored.
  @Test func unknownClientsAreNone() throws {
    #expect(RegistryClient(rawValue: "containers-image") == .containersImage)
    #expect(RegistryClient(rawValue: "Docker") == nil)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([RegistryClient].self, from: Data(#"["nerdctl"]"#.utf8))
    }
    // A rule of a later version is not a reason to use the key, and has no words.
    let later = KeyUse.Rule(rawValue: "later")
    #expect(!later.isUsed)
    #expect(later.explanation == "later")
  }

  @Test func errorsAreEqualInAllParts() {
    let name = ObjectNameError(.invalidCharacter, at: 1, kind: "Secret")
    #expect(name == ObjectNameError(.invalidCharacter, at: 1, kind: "Secret"))
    #expect(name != ObjectNameError(.invalidCharacter, at: 2, kind: "Secret"))
    let violation = FieldViolation(.unknownField, at: "a", "no such field")
    #expect(violation != FieldViolation(.unknownField, at: "b", "no such field"))
    let policy = ImageAccessPolicy.ConfigurationError(.unknownPolicy, messages: ["a"])
    #expect(policy != ImageAccessPolicy.ConfigurationError(.unknownPolicy, messages: ["b"]))
    #expect(throws: ImageAccessPolicy.ConfigurationError.self) {
      try ImageAccessPolicy(verification: "Never")
    }
  }

  private func value<Value: LosslessStringConvertible>(_ text: String) -> Value? { Value(text) }

  @Test func textsAreLossless() throws {
    let image: ImageReference? = value("nginx:1")
    #expect(image.map { "\($0)" } == "docker.io/library/nginx:1")
    #expect(image.flatMap { value("\($0)") } == image)
    #expect(value("A b") as ImageReference? == nil)
    let time: Timestamp? = value("2025-01-31T08:00:00Z")
    #expect(time.flatMap { value("\($0)") } == time)
    #expect(time?.secondsSince1970 == 1_738_310_400)
  }

  /// A type that is named gets the initialiser that throws, where an optional is wanted too.
  @Test func theInitialiserThatThrowsIsChosen() throws {
    #expect(throws: ImageReference.ParseError.self) { try ImageReference("A b") }
    let optional: ImageReference? = try ImageReference("nginx")
    #expect(optional?.repository == "library/nginx")
    #expect(["nginx", "A b"].compactMap { try? ImageReference($0) }.count == 1)
  }

  @Test func textsAreStoredAsTexts() throws {
    let image = try ImageReference("nginx:1")
    let stored = try JSONEncoder().encode([image])
    #expect(String(decoding: stored, as: UTF8.self) == #"["nginx:1"]"#)
    #expect(try JSONDecoder().decode([ImageReference].self, from: stored) == [image])
    let time = [Timestamp(secondsSince1970: 1_738_310_400)]
    let text = try JSONEncoder().encode(time)
    #expect(String(decoding: text, as: UTF8.self) == #"["2025-01-31T08:00:00Z"]"#)
    #expect(try JSONDecoder().decode([Timestamp].self, from: text) == time)
  }
}
