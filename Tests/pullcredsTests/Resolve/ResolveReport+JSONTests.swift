import ImagePullCredentials
import KubernetesPulls
import Testing

@testable import pullcreds

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
              "listPosition": {
                "owner": "pod",
                "index": 0
              },
              "name": "regcred",
              "outcome": "read"
            },
            {
              "listPosition": {
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
                    "listPosition": {
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
            "listPosition": {
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
