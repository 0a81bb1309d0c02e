import Foundation
import ImagePullCredentialsTesting
import Testing

@testable import pullcreds

/// No byte of a marked password is shown, whatever the shape of its key: generated keys through every
/// subcommand and format.
@Suite struct GeneratedRedactionTests {
  private static let keyCount = 16

  /// JSON text of a string.
  private static func json(_ text: String) throws -> String {
    String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
  }

  private struct Shapes {
    let keys: [String]
    let config: String
    let manifests: String
    /// A Pod whose images are the keys: people copy URLs with userinfo there too.
    let images: String
    let providers: String

    init(seed: UInt64) throws {
      var generator = SeededGenerator(seed: seed)
      keys = (0..<GeneratedRedactionTests.keyCount).map { _ in
        generator.registryKeyWithUserinfo(SecretMark.text)
      }
      let quoted = try keys.map(GeneratedRedactionTests.json)
      let entries = quoted.map { #"\#($0):{"username":"robot","password":"x"}"# }
      config = #"{"auths":{\#(entries.joined(separator: ","))}}"#
      // What follows the userinfo is what a key may have been meant for.
      let images = keys.map { key in
        String(key.split(separator: "@").last ?? "").replacing("*", with: "a").lowercased()
          .replacing(SecretMark.text.lowercased(), with: "a") + "/app"
      }
      let pod = try images.enumerated().map { index, image in
        #"{"name":"c\#(index)","image":\#(try GeneratedRedactionTests.json(image))}"#
      }
      manifests = Manifest.list(
        #"{"kind":"Pod","metadata":{"name":"p","namespace":"shop"},"spec":{"#
          + #""imagePullSecrets":[{"name":"s"}],"containers":[\#(pod.joined(separator: ","))]}}"#,
        Manifest.account("default", secrets: []), Manifest.secret("s", config: config))
      let copied = try keys.enumerated().map { index, key in
        #"{"name":"c\#(index)","image":\#(try GeneratedRedactionTests.json(key + "/app"))}"#
      }
      self.images = Manifest.list(
        #"{"kind":"Pod","metadata":{"name":"p","namespace":"shop"},"spec":{"#
          + #""imagePullSecrets":[{"name":"s"}],"containers":[\#(copied.joined(separator: ","))]}}"#,
        Manifest.account("default", secrets: []), Manifest.secret("s", config: #"{"auths":{}}"#))
      providers = #"""
        {"kind":"CredentialProviderConfig","apiVersion":"kubelet.config.k8s.io/v1","providers":[
          {"name":"p","apiVersion":"credentialprovider.kubelet.k8s.io/v1",
           "defaultCacheDuration":"1h","matchImages":[\#(quoted.joined(separator: ","))]}]}
        """#
    }
  }

  @Test(arguments: 0..<24 as Range<UInt64>)
  func noShapeShowsAPassword(seed: UInt64) throws {
    let shapes = try Shapes(seed: seed)
    let key = shapes.keys[0]
    // An argument can hold no NUL, and one that begins with a hyphen is an option.
    let runs: [(line: [String], input: String)] = [
      (["resolve"], shapes.manifests), (["resolve", "-o", "json"], shapes.manifests),
      (["resolve", "--merge", "union"], shapes.manifests),
      (["explain"], shapes.manifests), (["explain", "-o", "json"], shapes.manifests),
      (["audit"], shapes.manifests), (["audit", "-o", "json"], shapes.manifests),
      (["resolve"], shapes.images), (["resolve", "-o", "json"], shapes.images),
      (["explain"], shapes.images), (["explain", "-o", "json"], shapes.images),
      (["audit"], shapes.images), (["audit", "-o", "json"], shapes.images),
      (["export"], shapes.images), (["parse", key], ""), (["parse", key, "-o", "json"], ""),
      (["resolve", key, "--config", "-"], shapes.config),
      (["clients", "a.io", "--image", key], ""),
      (["export"], shapes.manifests), (["patch-serviceaccount", "n"], shapes.manifests),
      (["resolve", "ghcr.io/a", "--config", "-"], shapes.config),
      (["resolve", "ghcr.io/a", "--config", "-", "-o", "json"], shapes.config),
      (["clients", key, "--image", "ghcr.io/a"], ""),
      (["clients", key, "--image", "ghcr.io/a", "-o", "json"], ""),
      (["check-provider-config", "-"], shapes.providers),
      (["check-provider-config", "-", "-o", "json"], shapes.providers),
      (
        [
          "create-secret", "x", "--docker-username", "u", "--docker-server", key,
          "--password-stdin",
        ], "p"
      ),
    ]
    for (line, input) in runs {
      let result = try Tool.run(line, input: Data(input.utf8))
      #expect([0, 1, 2].contains(result.status), "\(line)")
      // The manifest of a Secret is what was asked for.
      let shown = line[0] == "create-secret" ? result.errors : result.output + result.errors
      #expect(!SecretMark.isShown(in: shown), "\(line): \(shapes.keys): \(shown)")
    }
  }

  /// An image has no userinfo; people copy URLs that do.
  @Test(arguments: ["https://u:%@r.example/a", "u:%@r.example/a", "http://%@r.example/a:1"])
  func imagesAreShownWithoutUserinfo(shape: String) throws {
    let image = shape.replacing("%", with: SecretMark.text)
    let pod = Manifest.pod("p", images: [image])
    for line in [["resolve"], ["explain"], ["audit"]].flatMap({ [$0, $0 + ["-o", "json"]] }) {
      let result = try Tool.run(line, input: Data(pod.utf8))
      #expect(result.status == 1)
      #expect(!SecretMark.isShown(in: result.output + result.errors), "\(result.output)")
      #expect((result.output).contains("***@r.example/a"), "\(result.output)")
    }
    for line in [
      ["parse", image], ["parse", image, "-o", "json"], ["resolve", "--image", image],
      ["clients", "a", "--image", image],
    ] {
      let result = try Tool.run(line, input: Data(pod.utf8))
      #expect(result.status != 0)
      #expect(!SecretMark.isShown(in: result.output + result.errors), "\(result.errors)")
    }
  }
}
