import Foundation
import ImagePullCredentials
import KubernetesPulls
import Testing

@testable import NodeCredentials

@Suite struct CredentialProviderResponseTests {
  static let good = """
    {"kind":"CredentialProviderResponse","apiVersion":"credentialprovider.kubelet.k8s.io/v1",
     "cacheKeyType":"Registry","cacheDuration":"5m30s",
     "auth":{"b.io":{"username":"u","password":"fake"},"a.io":{"username":"","password":""}}}
    """

  @Test func readsEveryField() throws {
    let response = try CredentialProviderResponse(json: Array(Self.good.utf8), apiVersion: .v1)
    #expect(response.cacheKeyType == .registry)
    #expect(response.cacheDuration == .seconds(330))
    #expect(response.auth.entries.map(\.registryKey) == ["b.io", "a.io"])
    #expect(response.auth.entries.map(\.username) == ["u", ""])
    #expect(response.auth.entries.map { $0.revealPassword() } == ["fake", ""])
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let old: String
    let new: String
    /// Code and path.
    let violations: [String]
    var testDescription: String { "\(old.prefix(40)) -> \(new)" }
  }

  @Test(arguments: [
    Row(old: good, new: "", violations: ["invalid-json "]),
    Row(old: good, new: "[]", violations: ["invalid-json "]),
    Row(old: good, new: "secret", violations: ["invalid-json "]),
    Row(old: "\"5m30s\"", new: "null", violations: []),
    Row(old: "\"5m30s\"", new: "330", violations: ["type-mismatch cacheDuration"]),
    Row(old: "\"5m30s\"", new: "\"secret\"", violations: ["invalid-duration cacheDuration"]),
    Row(old: "k8s.io/v1", new: "k8s.io/v1beta1", violations: ["wrong-api-version apiVersion"]),
    Row(old: "k8s.io/v1", new: "k8s.io/secret", violations: ["wrong-api-version apiVersion"]),
    Row(old: "\"apiVersion\"", new: "\"apiversion\"", violations: ["wrong-api-version apiVersion"]),
    Row(old: "rResponse", new: "rRequest", violations: ["wrong-kind kind"]),
    Row(old: "Registry", new: "Image", violations: []),
    Row(old: "Registry", new: "Global", violations: []),
    Row(old: "Registry", new: "registry", violations: ["invalid-cache-key-type cacheKeyType"]),
    Row(old: "Registry", new: "secret", violations: ["invalid-cache-key-type cacheKeyType"]),
    Row(old: "\"Registry\"", new: "null", violations: ["invalid-cache-key-type cacheKeyType"]),
    // A Kelvin sign, which Swift's strings take for a K.
    Row(
      old: "\"cacheKeyType\"", new: "\"cache\\u212AeyType\":\"Image\",\"cacheKeyType\"",
      violations: ["unknown-field "]),
    Row(
      old: "\"cacheKeyType\"", new: "\"secret\":1,\"cacheKeyType\"", violations: ["unknown-field "]),
    Row(
      old: "\"cacheKeyType\"", new: "\"serviceAccountTokenCacheType\":\"Pod\",\"cacheKeyType\"",
      violations: ["unknown-field "]),
    Row(
      old: "\"cacheKeyType\"", new: "\"cacheKeyType\":\"Image\",\"cacheKeyType\"",
      violations: ["duplicate-field cacheKeyType"]),
    Row(old: "\"a.io\"", new: "\"b.io\"", violations: ["duplicate-field auth[1]"]),
    Row(
      old: "\"password\":\"fake\"", new: "\"password\":1",
      violations: [
        "type-mismatch auth[0].password"
      ]),
    Row(
      old: "\"password\":\"fake\"", new: "\"Password\":\"secret\"",
      violations: [
        "unknown-field auth[0]"
      ]),
    Row(
      old: "\"password\":\"fake\"", new: "\"secret\":\"secret\"",
      violations: [
        "unknown-field auth[0]"
      ]),
    Row(old: "}}}", new: "}}} secret", violations: ["invalid-json "]),
  ])
  func checks(_ row: Row) throws {
    let json = Self.good.replacingOccurrences(of: row.old, with: row.new)
    #expect(json != Self.good)
    do throws(CredentialProviderResponse.DecodingError) {
      _ = try CredentialProviderResponse(json: Array(json.utf8), apiVersion: .v1)
      #expect(row.violations.isEmpty)
    } catch {
      #expect(error.violations.map { "\($0.code) \($0.path)" } == row.violations)
      var dumped = "\(error) \(String(reflecting: error))"
      dump(error, to: &dumped)
      #expect(!dumped.contains("secret"))
    }
  }

  @Test func takesNullForNoCredentials() throws {
    let json = """
      {"kind":"CredentialProviderResponse","apiVersion":"credentialprovider.kubelet.k8s.io/v1alpha1",
       "cacheKeyType":"Global","auth":null}
      """
    let response = try CredentialProviderResponse(json: Array(json.utf8), apiVersion: .v1alpha1)
    #expect(response.auth.entries.isEmpty)
    #expect(response.cacheDuration == nil)
  }

  @Test func saysWhatWouldBeRight() {
    let json = Self.good.replacingOccurrences(of: "Registry", with: "ServiceAccount")
    let error = #expect(throws: CredentialProviderResponse.DecodingError.self) {
      try CredentialProviderResponse(json: Array(json.utf8), apiVersion: .v1)
    }
    #expect(error?.description == "cacheKeyType: cacheKeyType must be Image, Registry or Global")
  }
}
