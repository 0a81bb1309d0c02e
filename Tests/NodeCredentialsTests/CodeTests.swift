import Foundation
import ImagePullCredentials
import KubernetesPulls
import NodeCredentials
import Testing

/// Codes and errors as clients use them: compared, listed, stored, and made in tests.
@Suite struct CodeTests {
  static func expectOnePattern<Code>(_ type: Code.Type) throws
  where
    Code: CaseIterable & RawRepresentable & Hashable & Codable & CustomStringConvertible & Sendable,
    Code.RawValue == String
  {
    let codes = Array(type.allCases)
    #expect(Set(codes).count == codes.count)
    for code in codes {
      #expect(code.rawValue.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x2D })
      #expect(code.description == code.rawValue)
      #expect(Code(rawValue: code.rawValue) == code)
    }
    let stored = try JSONEncoder().encode(codes)
    #expect(try JSONDecoder().decode([String].self, from: stored) == codes.map(\.rawValue))
    #expect(try JSONDecoder().decode([Code].self, from: stored) == codes)
  }

  @Test func codesAreOfOnePattern() throws {
    try Self.expectOnePattern(FileReadingError.Code.self)
    try Self.expectOnePattern(CredentialProviderError.Code.self)
    try Self.expectOnePattern(DockerCredentialHelperError.Code.self)
    try Self.expectOnePattern(NodeImageAccessError.Code.self)
    try Self.expectOnePattern(ProviderStep.Outcome.self)
    try Self.expectOnePattern(DockerCredentials.Outcome.self)
  }

  @Test func errorsAreEqualInAllParts() {
    let file = FileReadingError(.unreadable, path: "/a", systemError: 13)
    #expect(file == FileReadingError(.unreadable, path: "/a", systemError: 13))
    #expect(file != FileReadingError(.unreadable, path: "/b", systemError: 13))
    #expect(file != FileReadingError(.unreadable, path: "/a", systemError: 5))
    let plugin = CredentialProviderError(.failed, provider: "p", detail: "d", standardError: [1])
    #expect(
      plugin == CredentialProviderError(.failed, provider: "p", detail: "d", standardError: [1]))
    #expect(plugin != CredentialProviderError(.failed, provider: "p", detail: "d"))
    #expect(
      plugin != CredentialProviderError(.crashed, provider: "p", detail: "d", standardError: [1]))
    let helper = DockerCredentialHelperError(.failed, helper: "h", detail: "d")
    #expect(helper != DockerCredentialHelperError(.failed, helper: "h", detail: "e"))
    let access = NodeImageAccessError(.rejected, path: "/a", reason: "r")
    #expect(access == NodeImageAccessError(.rejected, path: "/a", reason: "r"))
    #expect(access != NodeImageAccessError(.malformed, path: "/a", reason: "r"))
    #expect(access != NodeImageAccessError(.rejected, path: "/a", reason: "s"))
    #expect(CredentialProviderResponse.DecodingError([]) == nil)
    #expect(CredentialProviderConfigError([]) == nil)
  }
}
