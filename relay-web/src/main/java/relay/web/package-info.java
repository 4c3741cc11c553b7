/** The REST application; resources are in packages by feature. */
package relay.web;
