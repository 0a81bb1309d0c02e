import Testing
@testable import ImagePullCredentials
