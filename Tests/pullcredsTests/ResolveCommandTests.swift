import ImagePullCredentials
import KubernetesPulls
import Testing
@testable import pullcreds

@Suite struct ResolveReportTests {
  private func resolve(
    _ manifest: String, merging merge: PullResolution.Merge = .admission, only images: [String] = []
  ) throws -> ResolveReport {
    let objects = try KubernetesObjects(json: manifest)
    let pod = try #require(objects.pods.first)
    return ResolveReport(
      objects.resolve(pod, merging: merge), only: try images.map { try ImageReference($0) })
  }

  private static let good = #"{"auths":{"ghcr.io":{"username":"octocat","password":"s3cr3t"}}}"#

  @Test func credentials() throws {
    let report = try resolve(
      Manifest.list(
        Manifest.pod("web", secrets: ["regcred"], images: ["ghcr.io/a/b:1"]),
        Manifest.secret("regcred", config: Self.good)))
    #expect(report.status == .success)
    #expect(
      report.text.text == """
        Pod shop/web

        container c0
          ghcr.io/a/b:1
          1. key       ghcr.io
             username  octocat
             from      Secret shop/regcred, imagePullSecrets[0] of the Pod

        The image has credentials.

        """)
  }

  @Test func noCredentials() throws {
    let report = try resolve(
      Manifest.list(
        Manifest.pod("web", secrets: ["regcred", "nix"], images: ["ghcr.io/a/b", "quay.io/c/d"]),
        Manifest.secret("regcred", config: Self.good)))
    #expect(report.status == .negative)
    #expect(
      report.text.text == """
        Pod shop/web

        container c0
          ghcr.io/a/b
          1. key       ghcr.io
             username  octocat
             from      Secret shop/regcred, imagePullSecrets[0] of the Pod

        container c1
          quay.io/c/d
          no credentials

        pull secrets
          the Pod's own list has 2 items
          the list of ServiceAccount default: not copied: the Pod's own list is not
            empty
          imagePullSecrets[0] of the Pod: Secret regcred has the keys
            ghcr.io
          imagePullSecrets[1] of the Pod: Secret nix is missing

        1 of 2 images has no credentials here. The node's own, from its config files and
        credential providers, were not looked at; without those the pull is anonymous.

        """)
  }

  @Test func aMissingSecretIsSaidAlsoWhereAllIsWell() throws {
    let report = try resolve(
      Manifest.list(
        Manifest.pod("web", secrets: ["nix", "regcred"], images: ["ghcr.io/a/b"]),
        Manifest.secret("regcred", config: Self.good)))
    #expect(report.status == .success)
    #expect(report.text.text.contains("imagePullSecrets[0] of the Pod: Secret nix is missing\n"))
    #expect(report.text.text.hasSuffix("\n\nThe image has credentials.\n"))
  }

  @Test func aMalformedSecretRefusesEveryPull() throws {
    let report = try resolve(
      Manifest.list(
        Manifest.pod("web", secrets: ["regcred", "broken"], images: ["ghcr.io/a/b", "nginx"]),
        Manifest.secret("regcred", config: Self.good),
        Manifest.secret("broken", config: #"{"auths":{"x.io":{"auth":"!s3cr3t"}}}"#)))
    #expect(report.status == .negative)
    #expect(
      report.text.text == """
        Pod shop/web

        Every pull is refused, of public images too, because a Secret is malformed:
          Secret shop/broken
          named by imagePullSecrets[1] of the Pod
          line 1, column 27, auths["x.io"].auth: auth is not standard base64 (its byte
          0); write base64(username:password)
        Fix the Secret, or take it off that list.

        container c0
          ghcr.io/a/b
          refused

        container c1
          nginx
          refused

        No image can be pulled until the Secret is fixed.

        """)
  }

  @Test func severalCredentialsStandInTheOrderTried() throws {
    let config = """
      {"auths":{"ghcr.io":{"username":"low","password":"p"},\
      "https://u:hidden@ghcr.io/team":{"username":"high","password":"p"},\
      "*.io":{"username":"wild"},"ghcr.io/te":{}}}
      """
    let report = try resolve(
      Manifest.list(
        Manifest.pod("web", secrets: ["regcred"], images: ["ghcr.io/team/b"]),
        Manifest.secret("regcred", config: config)))
    #expect(
      report.text.text == """
        Pod shop/web

        container c0
          ghcr.io/team/b
          1. key       https://***@ghcr.io/team
             username  high
             from      Secret shop/regcred, imagePullSecrets[0] of the Pod
          2. key       ghcr.io/te
             username  (none: an anonymous pull)
             from      Secret shop/regcred, imagePullSecrets[0] of the Pod
          3. key       ghcr.io
             username  low
             from      Secret shop/regcred, imagePullSecrets[0] of the Pod
          4. key       *.io
             username  wild (the password is empty)
             from      Secret shop/regcred, imagePullSecrets[0] of the Pod

        The image has credentials.

        """)
  }

  @Test func anEmptyEntryIsNoCredential() throws {
    let report = try resolve(
      Manifest.list(
        Manifest.pod("web", secrets: ["regcred"], images: ["ghcr.io/a"]),
        Manifest.secret("regcred", config: #"{"auths":{"ghcr.io":{}}}"#)))
    #expect(report.images[0].credentials.count == 1)
    #expect(report.status == .negative)
  }

  @Test func imagesThatAreNone() throws {
    let report = try resolve(Manifest.pod("web", images: ["quay.io/Team/app", ""]))
    #expect(report.status == .negative)
    #expect(
      report.text.text == """
        Pod shop/web

        container c0
          quay.io/Team/app
                  ^
          not an image reference: name-contains-uppercase: byte 8 is "T"; a repository
          is written in lower case

        container c1
          no image is named

        pull secrets
          the Pod's own list has 0 items
          the list of ServiceAccount default: not among the objects

        2 of 2 images are not valid.

        """)
  }

  @Test func longNamesStandOnLinesOfTheirOwn() throws {
    let host = String(repeating: "registry.", count: 8) + "example.com"
    let account = String(repeating: "account-", count: 4) + "of-the-team"
    let report = try resolve(
      Manifest.list(
        Manifest.account("default", secrets: [account]),
        Manifest.pod("web", images: ["\(host)/app"]),
        Manifest.secret(
          account, config: #"{"auths":{"\#(host)":{"username":"me","password":"p"}}}"#)))
    #expect(
      report.text.text == """
        Pod shop/web

        container c0
          \(host)/app
          1. key
            \(host)
             username  me
             from      Secret shop/\(account)
                       imagePullSecrets[0] of ServiceAccount default

        The image has credentials.

        """)
  }

  @Test func onlyTheImagesAskedFor() throws {
    let manifest = Manifest.list(
      Manifest.pod("web", secrets: ["regcred"], images: ["ghcr.io/a/b", "nginx"]),
      Manifest.secret("regcred", config: Self.good))
    let own = try resolve(manifest, only: ["docker.io/library/nginx"])
    #expect(own.images.map(\.use?.name) == ["c1"])
    #expect(own.images.map(\.asWritten) == ["nginx"])
    let other = try resolve(manifest, only: ["ghcr.io/x", "nginx"])
    #expect(other.images.map(\.use?.name) == [nil, "c1"])
    #expect(other.images.map(\.credentials.count) == [1, 0])
    #expect(other.text.text.contains("\nimage\n  ghcr.io/x\n  1. key       ghcr.io\n"))
  }

  @Test func theMergeIsNamedWhereItIsNoClusters() throws {
    let report = try resolve(Manifest.pod("web"), merging: .union)
    #expect(report.text.text.hasPrefix("Pod shop/web (merge: union)\n"))
  }

  @Test func aPodWithoutImages() throws {
    let report = try resolve(Manifest.pod("web", images: []))
    #expect(report.status == .negative)
    #expect(report.text.text == "Pod shop/web\n\nThere are no images.\n")
  }

  @Test func manyKeysAreCut() throws {
    let keys = (0..<11).map { #""r\#($0).io":{}"# }.joined(separator: ",")
    let report = try resolve(
      Manifest.list(
        Manifest.pod("web", secrets: ["regcred"]),
        Manifest.secret("regcred", config: "{\"auths\":{\(keys)}}")))
    #expect(report.text.text.contains("\n    r9.io\n    … and 1 more\n"))
  }
}

@Suite struct ResolveReportJSONTests {
  private static let broken = #"{"auths":{"x.io":{"auth":"!s3cr3t"}}}"#
  private static let config =
    #"{"auths":{"https://u:hidden@ghcr.io":{"username":"octocat","password":"s3cr3t"}}}"#

  private func json(_ manifest: String) throws -> String {
    let objects = try KubernetesObjects(json: manifest)
    let pod = try #require(objects.pods.first)
    return ResolveReport(objects.resolve(pod, merging: .union), only: []).json.text
  }

  @Test func everyMember() throws {
    let json = try json(
      Manifest.list(
        Manifest.pod("web", secrets: ["regcred"], images: ["ghcr.io/a/b:1", "Foo"]),
        Manifest.account("default", secrets: ["nix"]),
        Manifest.secret("regcred", config: Self.config)))
    #expect(
      json == """
        {
          "subject": {
            "kind": "Pod",
            "namespace": "shop",
            "name": "web"
          },
          "merge": "union",
          "serviceAccount": {
            "name": "default",
            "use": "appended"
          },
          "pullSecrets": [
            {
              "listing": {
                "owner": "pod",
                "index": 0
              },
              "name": "regcred",
              "outcome": "read"
            },
            {
              "listing": {
                "owner": "serviceAccount",
                "serviceAccount": "default",
                "index": 0
              },
              "name": "nix",
              "outcome": "missing"
            }
          ],
          "refusal": null,
          "images": [
            {
              "role": "container",
              "container": "c0",
              "image": "ghcr.io/a/b:1",
              "name": "ghcr.io/a/b",
              "credentials": [
                {
                  "registryKey": "https://***@ghcr.io",
                  "username": "octocat",
                  "hasPassword": true,
                  "hasIdentityToken": false,
                  "source": {
                    "kind": "secret",
                    "namespace": "shop",
                    "name": "regcred",
                    "uid": null,
                    "listing": {
                      "owner": "pod",
                      "index": 0
                    }
                  }
                }
              ]
            },
            {
              "role": "container",
              "container": "c1",
              "image": "Foo",
              "name": null,
              "error": {
                "code": "name-contains-uppercase",
                "offset": 0,
                "message": "name-contains-uppercase: byte 0 is \\"F\\"; a repository is written in lower case"
              },
              "credentials": []
            }
          ],
          "findings": []
        }

        """)
  }

  @Test func aRefusal() throws {
    let json = try json(
      Manifest.list(
        Manifest.pod("web", secrets: ["broken"], images: []),
        Manifest.secret("broken", config: Self.broken)))
    #expect(
      json.hasSuffix(
        """
          "refusal": {
            "namespace": "shop",
            "name": "broken",
            "listing": {
              "owner": "pod",
              "index": 0
            },
            "error": {
              "code": "auth-not-base64",
              "offset": 26,
              "line": 1,
              "column": 27,
              "path": "auths[\\"x.io\\"].auth",
              "message": "auth is not standard base64 (its byte 0); write base64(username:password)"
            }
          },
          "images": [],
          "findings": []
        }

        """))
  }

  @Test func aConfigFile() throws {
    let config = try DockerConfig(dockerConfigJSON: Self.config)
    let report = ResolveReport(
      config, file: "config.json", wanted: [try ImageReference("ghcr.io/a")])
    #expect(
      report.json.text == """
        {
          "configFile": "config.json",
          "images": [
            {
              "role": null,
              "container": null,
              "image": "ghcr.io/a",
              "name": "ghcr.io/a",
              "credentials": [
                {
                  "registryKey": "https://***@ghcr.io",
                  "username": "octocat",
                  "hasPassword": true,
                  "hasIdentityToken": false,
                  "source": {
                    "kind": "file",
                    "path": "config.json"
                  }
                }
              ]
            }
          ],
          "findings": []
        }

        """)
  }
}
