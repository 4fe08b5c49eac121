import type { Type } from '@nestjs/common';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import type { ModulesContainer } from '@nestjs/core';
import { accessKey, type EndpointAccess, type EndpointSpec, endpointKey } from './endpoint.js';

export interface Route {
  method: string;
  /** `/tasks/{id}`, without the prefix. */
  path: string;
  controller: string;
  handler: string;
  spec: EndpointSpec;
  access: EndpointAccess;
}

/** Every route of the controllers, with what it declares. Throws for a handler without a policy: deny by default. */
export function routesOf(modules: ModulesContainer): Route[] {
  const controllers = new Set<Type>(
    [...modules.values()].flatMap((module) =>
      [...module.controllers.values()].map((each) => each.metatype as Type),
    ),
  );
  return [...controllers]
    .flatMap(routesOfController)
    .sort((one, other) => (`${one.path} ${one.method}` < `${other.path} ${other.method}` ? -1 : 1));
}

function routesOfController(controller: Type): Route[] {
  const base: string = Reflect.getMetadata(PATH_METADATA, controller) ?? '';
  return Object.getOwnPropertyNames(controller.prototype).flatMap((name) => {
    const handler = controller.prototype[name];
    if (typeof handler !== 'function' || Reflect.getMetadata(METHOD_METADATA, handler) === undefined)
      return [];
    const where = `${controller.name}.${name}`;
    const spec: EndpointSpec | undefined = Reflect.getMetadata(endpointKey, handler);
    const access: EndpointAccess | undefined = Reflect.getMetadata(accessKey, handler);
    if (!access)
      throw new Error(
        `${where} declares no policy. Fix: add @Allow(permission), @AllowSignedIn() or @Public().`,
      );
    if (!spec) throw new Error(`${where} declares no shapes. Fix: add @Endpoint({...}).`);
    const path = `/${[base, Reflect.getMetadata(PATH_METADATA, handler)].filter((part) => part && part !== '/').join('/')}`;
    return [
      {
        method: RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler)] ?? 'GET',
        path: path.replace(/:(\w+)/g, '{$1}'),
        controller: controller.name,
        handler: name,
        spec,
        access,
      },
    ];
  });
}
