import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

/**
 * Jest's environment for Node on a context that is an ordinary one. By default every use of a global (`Math`, `Float64Array`) asks an
 * interceptor, which makes numerical code ten times as slow under test as it is in service.
 */
export default class PlainContext extends TestEnvironment {
  constructor(...settings) {
    const { createContext } = vm;
    // The parent makes its context as it is constructed, and takes no other.
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...settings);
    } finally {
      vm.createContext = createContext;
    }
  }
}
